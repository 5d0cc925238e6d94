"""From the sheets to plain data: one method per sheet."""

from __future__ import annotations

import re
from typing import Any

from footprint.errors import nearest
from footprint.formats.workbook.cells import Doctor, plain_text
from footprint.formats.workbook.choices import folded
from footprint.formats.workbook.errors import CellMissing, FieldUnknown, OwnerUnknown, TwoValues
from footprint.formats.workbook.grid import Cell, cell_name
from footprint.formats.workbook.layout import EXCHANGES, FIELDS, FLOWS, NAMED_FIELDS, PARAMETERS, PROCESSES, Column
from footprint.formats.workbook.reading import UNUSABLE, Tree
from footprint.formats.workbook.scenario_sheet import ScenarioReader
from footprint.formats.workbook.tables import Row, Table
from footprint.model.schema import FlowProperties

__all__ = ["read_tree"]


def read_tree(tables: dict[str, Table], doctor: Doctor) -> Tree:
    """Read all tables.

    Parameters
    ----------
    tables
        By title of the sheet; those that are missing are left out.
    doctor
        Collects what is wrong.
    """
    reader = _SheetReader(doctor)
    readers = {
        "Product": reader.product,
        "Flows": reader.flows,
        "Parameters": reader.parameters,
        "Processes": reader.processes,
        "Exchanges": reader.exchanges,
        "Correlations": reader.correlations,
        "Scenarios": reader.scenarios,
        "Evidence": reader.evidence,
    }
    reader.roots(tables)
    for title, read in readers.items():
        # Where the exchanges are not known, evidence cannot be said to belong to none.
        if title in tables and (title != "Evidence" or "Exchanges" in tables):
            reader.table = tables[title]
            read()
    return reader.tree


class _SheetReader(ScenarioReader):
    """Reads one sheet after the other into one tree."""

    def roots(self, tables: dict[str, Table]) -> None:
        """Let what has no cell of its own stand at the first cell of its sheet."""
        sheets = dict.fromkeys(("product", "producer", "period", "inventories", "sources", "climate_contribution"), "Product")
        own = ("Flows", "Parameters", "Correlations", "Scenarios", "Processes")
        for root, title in (sheets | {title.lower(): title for title in own}).items():
            if title in tables:
                self.tree.spots[root] = (tables[title].grid, 1, 1)

    def product(self) -> None:
        fields = {folded(column.path): column for column in (*FIELDS, *NAMED_FIELDS)}
        meanings = {folded(f"{column.zh} / {column.en}"): column for column in (*FIELDS, *NAMED_FIELDS)}
        for row in self.table.rows:
            cell, meaning = row.cell("field"), row.cell("meaning")
            column = fields.get(folded(cell.text)) if cell else None
            column = column or (meanings.get(folded(meaning.text)) if meaning else None)
            if column is None:
                self.stranger(row, cell, list(fields))
            elif column in NAMED_FIELDS:
                self.named_field(row, column)
            else:
                self.field(row, column)
        self.tree.data.setdefault("footprint", "product-model/1")

    def stranger(self, row: Row, cell: Cell | None, known: list[str]) -> None:
        if row.cell("value") is None:
            return
        text = plain_text(cell.text) if cell else ""
        like = nearest(text, known)
        values = {"suggestions": like} if like else {}
        self.tree.strange.update(like[:1])
        repair, repair_zh = "The first column names the field; take it from a fresh export.", "第一列是字段标识，可从新导出的工作簿复制。"
        where = cell or (row.number, self.table.position("field"))
        self.doctor.name(FieldUnknown, self.table.grid, where, name=text[:60], repair=repair, repair_zh=repair_zh, **values)

    def field(self, row: Row, column: Column) -> None:
        path = column.path.split("/")
        spot = (self.table.grid, row.number, self.table.position("value"))
        self.tree.spots[column.path] = spot
        cell, unit = row.cell("value"), row.cell("unit")
        if cell is None or not self.new(row, "field", column.path):
            return
        if column.kind != "amount":
            self.single(row, column, path, cell)
            return
        plain = Row(row.number, {(column.path, ""): cell, **({(column.path, "unit"): unit} if unit else {})})
        positions = self.table.positions
        for part, here in (("", "value"), ("unit", "unit")):
            if (here, "") in positions:
                positions[column.path, part] = positions[here, ""]
        self.quantity(plain, column, path, "")

    def named_field(self, row: Row, column: Column) -> None:
        value = row.cell("value")
        if value is None and row.cell("name") is None:
            return
        name = self.key(row, "name")
        if name is None:
            return
        path = [*column.path.split("/"), name]
        self.tree.spots["/".join(path)] = (self.table.grid, row.number, self.table.position("value"))
        if not self.new(row, "name", "/".join(path)):
            return
        if value is None:
            where = (row.number, self.table.position("value"))
            self.doctor.name(CellMissing, self.table.grid, where, column="值 / Value")
        else:
            self.single(row, column, path, value)

    def parameters(self) -> None:
        for row in self.table.rows:
            name = self.key(row, "name")
            if name is None:
                continue
            path = ["parameters", name]
            if self.new(row, "name", name):
                self.spot(path, row, "name")
                self.tree.data.setdefault("parameters", {}).setdefault(name, {})
                self.fields(row, PARAMETERS, path, [], name)

    def processes(self) -> None:
        self.tree.data.setdefault("processes", {})
        for row in self.table.rows:
            name = self.key(row, "name")
            if name is None or not self.new(row, "name", name):
                continue
            path = ["processes", name]
            self.spot(path, row, "name")
            self.tree.data["processes"].setdefault(name, {})
            plain = [column for column in PROCESSES if not column.path.startswith("allocation/by")]
            self.allocation_key(row, path)
            self.fields(row, plain, path, [], name)
            self.spot([*path, "allocation"], row, "allocation/by")

    def allocation_key(self, row: Row, path: list[str]) -> None:
        by, named = row.cell("allocation/by"), row.cell("allocation/by/property")
        self.spot([*path, "allocation", "by"], row, "allocation/by")
        self.spot([*path, "allocation", "by", "property"], row, "allocation/by/property")
        columns = {column.path: column for column in PROCESSES}
        code = None if by is None else self.value(by, columns["allocation/by"])
        if named is not None and code in (None, "property"):
            self.single(row, columns["allocation/by/property"], [*path, "allocation", "by", "property"])
        elif named is not None:
            first = f"{self.table.grid.title}!{cell_name(row.number, self.table.position('allocation/by'))}"
            values = {"value": plain_text(named.text)[:60], "other": code, "first": first}
            self.doctor.name(TwoValues, self.table.grid, named, **values)
        elif code == "property":
            where = (row.number, self.table.position("allocation/by/property"))
            self.doctor.name(CellMissing, self.table.grid, where, column="分配所用属性 / Allocation property")
            self.tree.named.add("/".join([*path, "allocation", "by"]))
            self.tree.put([*path, "allocation", "by"], UNUSABLE)
        elif by is not None:
            self.tree.put([*path, "allocation", "by"], code or UNUSABLE)
            self.tree.named.update(["/".join([*path, "allocation", "by"])] if code is None else [])

    def exchanges(self) -> None:
        processes = self.tree.data.setdefault("processes", {})
        last = ""
        for row in self.table.rows:
            process, section, name = self.owner(row, processes, last), self.section(row), self.key(row, "name")
            last = process or last
            if process is None or section is None or name is None:
                continue
            path = ["processes", process, section, name]
            identity = "/".join(path[1:])
            if not self.new(row, "name", identity):
                continue
            self.exchange_ids.append(identity)
            self.spot(path, row, "name")
            self.tree.spots.setdefault("/".join(path[:-1]), (self.table.grid, row.number, self.table.position("section")))
            processes[process].setdefault(section, {}).setdefault(name, {})
            allocation = ["processes", process, "allocation"]
            self.fields(row, EXCHANGES, path, allocation, name)

    def owner(self, row: Row, processes: dict[str, Any], last: str) -> str | None:
        cell = row.cell("process")
        if cell is None:
            where = (row.number, self.table.position("process"))
            values = {"suggestions": [last]} if last else {}
            self.doctor.name(CellMissing, self.table.grid, where, column="过程 / Process", **values)
            return None
        name = self.doctor.text(self.table.grid, cell, dates=False)
        if name is None or name in processes:
            return name
        alike = [known for known in processes if folded(known) == folded(name)]
        like = alike or nearest(name, processes)
        values = {"suggestions": like} if like else {}
        self.doctor.name(OwnerUnknown, self.table.grid, cell, name=name[:60], sheet="Processes", **values)
        return None

    def section(self, row: Row) -> str | None:
        if row.cell("section") is None:
            return self.key(row, "section")
        cell = row.cells["section", ""]
        code = self.doctor.choice(self.table.grid, cell, "section")
        return self.on_list(cell, code, "section", "section", "类别")

    def flows(self) -> None:
        known = [name for name in FlowProperties.model_fields if name not in ("other", "source")]
        columns = {column.path: column for column in FLOWS}
        for row in self.table.rows:
            flow = self.key(row, "flow")
            if flow is None:
                continue
            path = ["flows", flow]
            self.tree.data.setdefault("flows", {}).setdefault(flow, {})
            self.tree.spots.setdefault("/".join(path), (self.table.grid, row.number, self.table.position("flow")))
            self.once(row, columns["source"], [*path, "source"])
            cell = row.cell("property")
            if cell is None:
                if row.cell("value") is not None:
                    self.key(row, "property")
                continue
            name = self.property_name(cell, known)
            if name is not None and self.new(row, "property", f"{flow}: {'/'.join(name)}"):
                self.quantity(row, columns["value"], [*path, *name], "")

    def property_name(self, cell: Cell, known: list[str]) -> list[str] | None:
        text = self.doctor.text(self.table.grid, cell, dates=False)
        if text is None:
            return None
        short = re.split(r"\s*/\s*", text, maxsplit=1)
        if folded(short[0]) in ("other", "其他") and len(short) == 2 and short[1]:
            return ["other", short[1]]
        for name in known:
            if folded(text).replace("_", "") == name.replace("_", "") or folded(short[-1]) == name:
                return [name]
        like = [*nearest(text, known), f"other/{text.replace('/', '-')}"]
        repair, repair_zh = "A property of your own is written other/NAME.", "自定义属性写作 other/名称。"
        values = {"name": text[:60], "repair": repair, "repair_zh": repair_zh}
        self.doctor.name(FieldUnknown, self.table.grid, cell, **values, suggestions=like[:3])
        return None

    def correlations(self) -> None:
        columns = {column.path: column for column in self.table.sheet.columns}
        found = self.tree.data.setdefault("correlations", [])
        for row in self.table.rows:
            first, second = self.key(row, "first"), self.key(row, "second")
            if first is None or second is None or not self.new(row, "first", f"{first} + {second}"):
                continue
            path = ["correlations", str(len(found))]
            record: dict[str, Any] = {}
            for key in ("coefficient", "source", "comment"):
                value = None if (cell := row.cell(key)) is None else self.value(cell, columns[key])
                self.spot([*path, key], row, key)
                if value:
                    record[key] = value
                elif cell is not None:
                    self.tree.named.add("/".join([*path, key]))
                    record[key] = UNUSABLE
            self.spot(path, row, "coefficient")
            self.spot([*path, "between"], row, "first")
            found.append({"between": [first, second], **record})

    def evidence(self) -> None:
        columns = {column.path: column for column in self.table.sheet.columns}
        for row in self.table.rows:
            exchange, value = self.key(row, "exchange"), row.cell("value")
            kind = row.cell("kind")
            code = "evidence" if kind is None else self.doctor.choice(self.table.grid, kind, "proof")
            code = code if kind is None else self.on_list(kind, code, "proof", "kind of evidence", "凭证类型")
            if exchange is None or code is None:
                continue
            identity = exchange if exchange in self.exchange_ids else None
            identity = identity or next((known for known in self.exchange_ids if folded(known) == folded(exchange)), None)
            if identity is None:
                like = nearest(exchange, self.exchange_ids)
                values = {"suggestions": like} if like else {}
                self.doctor.name(OwnerUnknown, self.table.grid, row.cells["exchange", ""], name=exchange[:80], sheet="Exchanges", **values)
            elif value is None:
                where = (row.number, self.table.position("value"))
                self.doctor.name(CellMissing, self.table.grid, where, column="文件或记录 / File or record")
            else:
                self.proof(row, ["processes", *identity.split("/")], code, columns["value"])

    def proof(self, row: Row, path: list[str], code: str, column: Column) -> None:
        if code == "contract":
            key = self.key(row, "key")
            if key is not None and self.new(row, "key", "/".join([*path, "contract", key])):
                self.single(row, column, [*path, "contract", key], row.cells["value", ""])
                self.spot([*path, "contract", key], row, "value")
                self.spot([*path, "contract"], row, "exchange")
            return
        text = self.doctor.text(self.table.grid, row.cells["value", ""])
        if text is None:
            return
        node = self.tree.data
        for key in path:
            node = node[key]
        self.spot([*path, "evidence"], row, "value")
        node["evidence"] = f"{node['evidence']}; {text}" if "evidence" in node else text
