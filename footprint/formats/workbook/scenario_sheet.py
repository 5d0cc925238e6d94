"""From the sheet Scenarios to plain data: rows that change one thing each, gathered by scenario."""

from __future__ import annotations

from footprint.errors import nearest
from footprint.formats.workbook.errors import CellMissing, FieldUnknown
from footprint.formats.workbook.layout import SCENARIOS, Column
from footprint.formats.workbook.reading import UNUSABLE, TableReader
from footprint.formats.workbook.scenario_rows import RECORDS, VALUE, field_column, known_fields
from footprint.formats.workbook.tables import Row

__all__ = ["ScenarioReader"]


class ScenarioReader(TableReader):
    """Reads the sheet of scenarios."""

    def scenarios(self) -> None:
        """Read all rows."""
        once = [column for column in SCENARIOS if column.path in ("name/zh", "name/en", "why", "data", "source", "comment")]
        found = self.tree.data.setdefault("scenarios", {})
        for row in self.table.rows:
            name = self.key(row, "scenario")
            if name is None:
                continue
            path = ["scenarios", name]
            found.setdefault(name, {})
            self.tree.spots.setdefault("/".join(path), (self.table.grid, row.number, self.table.position("scenario")))
            for column in once:
                self.once(row, column, [*path, *column.path.split("/")])
            if any(row.cell(key, part) for key in ("change", "what", "field", "value", "text") for part in ("", "unit", "formula")):
                self.change(row, path)

    def change(self, row: Row, path: list[str]) -> None:
        """Read one row: what is changed, and to what."""
        cell = row.cell("change")
        if cell is None:
            self.key(row, "change")
            return
        code = self.on_list(cell, self.doctor.choice(self.table.grid, cell, "change"), "change", "change", "改动方式")
        what = self.key(row, "what")
        if code is None or what is None:
            return
        stated = row.cell("field")
        field = "" if stated is None else self.doctor.text(self.table.grid, stated, dates=False)
        if field is None:
            return
        place = [*path, code, what]
        self.tree.spots.setdefault("/".join([*path, code]), (self.table.grid, row.number, self.table.position("change")))
        self.tree.spots.setdefault("/".join(place), (self.table.grid, row.number, self.table.position("what")))
        column = field_column(code, field)
        if column is None and (field or code not in RECORDS):
            known = known_fields(code)
            like = nearest(field, known)
            repair, repair_zh = "Fields stand only at what is added and at allocations.", "只有新增交换和分配才有字段。"
            values = {"name": field[:60], "repair": repair, "repair_zh": repair_zh, **({"suggestions": like} if like else {})}
            self.doctor.name(FieldUnknown, self.table.grid, stated or cell, **values)
        elif self.new(row, "what", "/".join([*place[1:], field])):
            if column is None:
                self.tree.data["scenarios"][path[1]].setdefault(code, {}).setdefault(what, {})
            else:
                self.changed(row, column, [*place, *(field.split("/") if field else [])])

    def changed(self, row: Row, column: Column, path: list[str]) -> None:
        """Read the new value, from the cell of quantities or from that of texts, whichever is filled in."""
        quantity = row.cell("value") or row.cell("value", "formula") or row.cell("value", "unit")
        text = row.cell("text")
        if quantity is None and text is None:
            where = (row.number, self.table.position("value" if column.has_unit else "text"))
            self.doctor.name(CellMissing, self.table.grid, where, column="新数值 / New value" if column.has_unit else "文本 / Text")
            self.tree.named.add("/".join(path))
            self.tree.put(path, UNUSABLE)
        elif quantity is not None and (column.has_unit or column.kind in ("number", "whole") or text is None):
            self.quantity(row, VALUE, path, "")
        elif text is not None:
            self.spot(path, row, "text")
            value = self.value(text, column) if column.kind == "choice" else self.doctor.text(self.table.grid, text)
            if value is None:
                self.tree.named.add("/".join(path))
            self.tree.put(path, value or UNUSABLE)
