"""The sound package and the sound method that every case is an edit of."""

from __future__ import annotations

DESCRIPTION = """\
{
  "profile": "tabular-data-package",
  "name": "plant-data",
  "version": "1",
  "title": "Plant data",
  "title_zh": "工厂数据",
  "format": "footprint-inventory/1",
  "status": "literature",
  "geography": "CN",
  "period": {"start": "2024-01-01", "end": "2024-12-31"},
  "licenses": [{"name": "CC0-1.0", "title": "Creative Commons Zero 1.0"}],
  "requires": {"cn-electricity": "2024.1"},
  "resources": [{"name": "processes", "path": "processes.csv"}, {"name": "exchanges", "path": "exchanges.csv"}]
}
"""

PROCESSES = """\
code,product,name_en,name_zh,amount,unit,kind,basis,status,data,capital_goods,geography,start,end,source,comment
boiler/heat,heat,Heat,燃气锅炉供热,1,GJ,production,footprint,literature,secondary,excluded,CN,2024-01-01,2024-12-31,table 1,
natural-gas,natural gas,Natural gas,天然气,1,Nm3,production,footprint,literature,secondary,excluded,CN,2024-01-01,2024-12-31,table 2,
packaging,packaging,Packaging,包装,1,kg,production,footprint,literature,secondary,excluded,CN,2024-01-01,2024-12-31,table 3,
landfill,mixed waste,Landfill,混合废物填埋,-1,kg,treatment,footprint,literature,secondary,excluded,CN,2024-01-01,2024-12-31,table 4,
"""

EXCHANGES = """\
process,kind,package,flow,amount,unit,source,comment
boiler/heat,technosphere,,natural-gas,1100,MJ,,
boiler/heat,elementary,,"carbon dioxide, fossil",56.1,kg,,
boiler/heat,technosphere,cn-electricity,national-average-2024,2,kWh,,
natural-gas,technosphere,,boiler/heat,0.001,GJ,,
natural-gas,elementary,,"methane, fossil",0.2,g,,
packaging,technosphere,,boiler/heat,5,MJ,,
packaging,technosphere,,landfill,-0.1,kg,,
landfill,elementary,,"methane, biogenic",30,g,,
"""

PROPERTIES = """\
product,property,value,unit,source
natural gas,lower_heating_value,35.6,MJ/Nm3,table 5
"""

METHOD = """\
{
  "profile": "tabular-data-package",
  "name": "plant-method",
  "version": "1",
  "title": "Plant method",
  "format": "footprint-method/1",
  "categories": [
    {"name": "fossil", "unit": "kg CO2e"},
    {"name": "biogenic_non_co2", "unit": "kg CO2e"}
  ]
}
"""

FACTORS = """\
flow,category,factor,unit,source
"carbon dioxide, fossil",fossil,1,kg CO2e/kg,by definition
"methane, fossil",fossil,29.8,kg CO2e/kg,report table 7
"methane, biogenic",biogenic_non_co2,27.0,kg CO2e/kg,report table 7
"""

PACKAGE_FILES = {
    "datapackage.json": DESCRIPTION,
    "processes.csv": PROCESSES,
    "exchanges.csv": EXCHANGES,
    "flow_properties.csv": PROPERTIES,
}
METHOD_FILES = {"datapackage.json": METHOD, "factors.csv": FACTORS}
