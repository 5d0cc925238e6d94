"""What can be wrong with a register, its file, or what is asked of it (R1xx), and what a check of one finds (R2xx)."""

from __future__ import annotations

from footprint.errors import Severity, VerificationError

__all__ = [
    "AlienEntry",
    "AnotherSchema",
    "BrokenLink",
    "ClockSetBack",
    "DamagedRegister",
    "DoubtfulSuccessor",
    "EntryAltered",
    "EntryOutOfOrder",
    "EventNotAllowed",
    "ForeignJournal",
    "HeadDiffers",
    "NotARegister",
    "NotPublished",
    "NotYetExpired",
    "NumberGap",
    "NumbersExhausted",
    "ReasonMissing",
    "RegisterBusy",
    "RegisterExists",
    "RegisterNotFound",
    "RegisterNotWritten",
    "RegisterUnsound",
    "SeriesNotUsable",
    "UnissuedNumber",
    "UnknownNumber",
    "UnsuitableContent",
]


class RegisterNotFound(VerificationError):
    """There is no register of that name.

    A register is never made in passing: with a misspelt name a second one would begin, and give the same numbers again.
    """

    code = "R101"
    title = {"en": "Register not found", "zh": "找不到登记簿"}
    message = {"en": "There is no register {file}.", "zh": "没有登记簿 {file}。"}
    hint = {
        "en": "Check the name; `footprint register new` starts a register.",
        "zh": "请检查文件名；`footprint register new` 可新建登记簿。",
    }


class RegisterExists(VerificationError):
    """A file of that name is there already; a register is never overwritten."""

    code = "R102"
    title = {"en": "Register exists", "zh": "登记簿已存在"}
    message = {"en": "{file} is there already.", "zh": "{file} 已存在。"}
    hint = {"en": "Use it, or choose another name.", "zh": "请直接使用该文件，或换一个文件名。"}


class NotARegister(VerificationError):
    """The file is no register of footprint: it is not a SQLite database, or that of another application.

    What is read of it is its first hundred bytes; nothing in it was executed.
    """

    code = "R103"
    title = {"en": "Not a register", "zh": "不是登记簿"}
    message = {"en": "{file} is not a register: {why}.", "zh": "{file} 不是登记簿：{why_zh}。"}
    hint = {"en": "Name the file that `footprint register new` made.", "zh": "请指定由 `footprint register new` 创建的文件。"}


class AnotherSchema(VerificationError):
    """The file says that it is a register, but its tables, indexes or triggers are not those of a register.

    Somebody has added, changed or taken away tables, views or triggers. Nothing of them was executed. Restore the register from a
    copy, and compare with status files and exports published before.
    """

    code = "R104"
    title = {"en": "Altered structure", "zh": "结构被改动"}
    message = {"en": "The structure of {file} is not that of a register: {what}.", "zh": "{file} 的结构与登记簿不符：{what}。"}
    hint = {"en": "Restore it from a copy.", "zh": "请从备份恢复。"}


class DamagedRegister(VerificationError):
    """The file of the register is damaged: pages are missing or hold nonsense.

    This happens to files that were copied in part, or while they were written. Restore the register from a copy.
    """

    code = "R105"
    title = {"en": "Damaged register", "zh": "登记簿已损坏"}
    message = {"en": "{file} is damaged: {why}.", "zh": "{file} 已损坏：{why}。"}
    hint = {
        "en": "Restore it from a copy; `footprint register check` examines it.",
        "zh": "请从备份恢复；可用 `footprint register check` 检查。",
    }


class ForeignJournal(VerificationError):
    """The journal beside the register names a file of its own, which SQLite would delete; ours never do."""

    code = "R106"
    title = {"en": "Foreign journal", "zh": "外来日志文件"}
    message = {
        "en": "{file} was not written by footprint: it names another file.",
        "zh": "{file} 不是 footprint 写入的：其中指向了另一个文件。",
    }
    hint = {"en": "Remove the journal if you do not trust where it came from.", "zh": "如来源不可信，请移走该日志文件。"}


class RegisterBusy(VerificationError):
    """Another process held the register for longer than this one was willing to wait."""

    code = "R107"
    title = {"en": "Register busy", "zh": "登记簿被占用"}
    message = {"en": "{file} was in use for {seconds} seconds.", "zh": "{file} 已被占用 {seconds} 秒。"}
    hint = {
        "en": "Try again; look for a program that keeps it open, such as a database browser.",
        "zh": "请重试；并检查是否有程序（如数据库浏览器）一直占用该文件。",
    }


class RegisterNotWritten(VerificationError):
    """The register cannot be written: the disk is full, or writing is not allowed. What was recorded before is unharmed."""

    code = "R108"
    title = {"en": "Register not written", "zh": "无法写入登记簿"}
    message = {"en": "{file} cannot be written: {why}.", "zh": "无法写入 {file}：{why}。"}
    hint = {"en": "Nothing was recorded. Check the disk and the permissions.", "zh": "未记录任何内容。请检查磁盘空间和权限。"}


class UnknownNumber(VerificationError):
    """The register never gave this number."""

    code = "R110"
    title = {"en": "Unknown number", "zh": "编号不存在"}
    message = {"en": "The register has no number `{number}`.", "zh": "登记簿中没有编号 `{number}`。"}


class EventNotAllowed(VerificationError):
    """The event does not fit what the statement is now.

    Only a valid statement can be suspended, only a suspended one reinstated; what is withdrawn, superseded or expired stays so.
    """

    code = "R111"
    title = {"en": "Event not allowed", "zh": "不允许的操作"}
    message = {
        "en": "`{number}` is {status_en} and cannot be {event_en}.",
        "zh": "`{number}` 当前为“{status_zh}”，不能{event_zh}。",
    }
    hint = {"en": "Possible now: {possible_en}.", "zh": "现在可以：{possible_zh}。"}


class ReasonMissing(VerificationError):
    """Whoever suspends, reinstates, withdraws or supersedes a statement says why; the reason is published."""

    code = "R112"
    title = {"en": "Reason missing", "zh": "缺少理由"}
    message = {
        "en": "The register records a reason for this, of at most {limit} characters.",
        "zh": "该操作须记录理由，最多 {limit} 个字符。",
    }
    hint = {"en": "State it in a sentence; it appears in the published status.", "zh": "请用一句话说明；该理由会出现在公布的状态中。"}


class NotYetExpired(VerificationError):
    """A statement expires when its validity ends, not before; to end it earlier, withdraw it."""

    code = "R113"
    title = {"en": "Not yet expired", "zh": "尚未到期"}
    message = {"en": "`{number}` is valid until {until}.", "zh": "`{number}` 有效期至 {until}。"}
    hint = {"en": "Withdraw it to end it earlier.", "zh": "如需提前终止，请撤销。"}


class ClockSetBack(VerificationError):
    """The clock of this computer is behind the last entry: an entry would stand before the one that it follows."""

    code = "R114"
    title = {"en": "Clock set back", "zh": "时钟倒退"}
    message = {"en": "It is {now} here, but the last entry was made at {last}.", "zh": "本机时间为 {now}，而最后一条记录的时间为 {last}。"}
    hint = {"en": "Set the clock right.", "zh": "请校准系统时钟。"}


class UnsuitableContent(VerificationError):
    """What is to be recorded with an entry is no JSON that can be written canonically, lacks what it must hold, or is too large."""

    code = "R115"
    title = {"en": "Content cannot be recorded", "zh": "内容无法登记"}
    message = {"en": "This cannot be recorded: {why}.", "zh": "无法登记：{why_zh}。"}


class SeriesNotUsable(VerificationError):
    """The series starts every number of a register: capital letters and digits, such as ``DL``."""

    code = "R116"
    title = {"en": "Series cannot be used", "zh": "编号前缀不可用"}
    message = {"en": "`{series}` cannot start a number.", "zh": "`{series}` 不能作为编号前缀。"}
    hint = {"en": "Use 1 to 12 capital letters and digits, such as DL.", "zh": "请使用 1 至 12 个大写字母或数字，如 DL。"}


class NumbersExhausted(VerificationError):
    """All numbers of a series and year are given."""

    code = "R117"
    title = {"en": "Numbers exhausted", "zh": "编号已用完"}
    message = {"en": "The series {series} has given all its numbers.", "zh": "系列 {series} 的编号已用完。"}


class RegisterUnsound(VerificationError):
    """The register has defects; nothing is published of it before they are explained."""

    code = "R118"
    title = {"en": "Register unsound", "zh": "登记簿有缺陷"}
    message = {"en": "{file} has {count} defects.", "zh": "{file} 有 {count} 处缺陷。"}
    hint = {"en": "`footprint register check` names them.", "zh": "可用 `footprint register check` 查看。"}


class NotPublished(VerificationError):
    """The file is neither a status file nor an export of a register."""

    code = "R119"
    title = {"en": "Not published by a register", "zh": "不是登记簿公布的文件"}
    message = {"en": "{file} is neither a status file nor an export of a register.", "zh": "{file} 既不是状态文件，也不是登记簿导出文件。"}


class EntryAltered(VerificationError):
    """The content of an entry does not give the digest that stands with it: it was changed after it was recorded."""

    code = "R201"
    title = {"en": "Entry altered", "zh": "记录被改动"}
    message = {
        "en": "Entry {sequence} ({number}, {event}) was altered: its content does not give its digest.",
        "zh": "第 {sequence} 条记录（{number}，{event}）被改动：内容与摘要不符。",
    }
    hint = {"en": "Restore the register from a copy.", "zh": "请从备份恢复登记簿。"}


class BrokenLink(VerificationError):
    """An entry does not name the digest of the one before it: an entry was changed, taken out, put in or exchanged."""

    code = "R202"
    title = {"en": "Broken link", "zh": "链条断裂"}
    message = {
        "en": "Entry {sequence} ({number}, {event}) does not follow the entry before it.",
        "zh": "第 {sequence} 条记录（{number}，{event}）与前一条不相接。",
    }
    hint = {"en": "Restore the register from a copy.", "zh": "请从备份恢复登记簿。"}


class EntryOutOfOrder(VerificationError):
    """Entries are numbered from 1 without a gap, and their times never go back."""

    code = "R203"
    title = {"en": "Entry out of order", "zh": "记录次序错误"}
    message = {"en": "Entry {sequence} stands where entry {expected} belongs.", "zh": "第 {expected} 条记录的位置上是第 {sequence} 条。"}


class AlienEntry(VerificationError):
    """An entry is not of the form that footprint records: an unknown event, a malformed time or number, content not canonical."""

    code = "R204"
    title = {"en": "Alien entry", "zh": "异常记录"}
    message = {"en": "Entry {sequence} was not recorded by footprint: {why}.", "zh": "第 {sequence} 条记录不是 footprint 写入的：{why}。"}


class NumberGap(VerificationError):
    """A number was left out or given twice, which footprint never does."""

    code = "R205"
    title = {"en": "Gap in the numbers", "zh": "编号不连续"}
    message = {
        "en": "Entry {sequence} reserves {number}, where {expected} is next.",
        "zh": "第 {sequence} 条记录预留 {number}，而应为 {expected}。",
    }


class HeadDiffers(VerificationError):
    """The register does not hold an entry that an earlier status file or export names.

    The chain alone cannot show that its end was cut off, or that somebody with the file rewrote all of it. What was published
    before can: it names the last entry of its time and the digest of that entry.
    """

    code = "R206"
    title = {"en": "Differs from what was published", "zh": "与已公布内容不符"}
    message = {
        "en": "{anchor} names entry {sequence} with the digest {digest}...; this register has {found} there.",
        "zh": "{anchor} 载明第 {sequence} 条记录的摘要为 {digest}...；而此登记簿中为 {found}。",
    }
    hint = {
        "en": "Entries are missing or were rewritten. Restore the register from a copy.",
        "zh": "记录缺失或被重写。请从备份恢复登记簿。",
    }


class UnissuedNumber(VerificationError):
    """A number was reserved and never issued, because the making of the certificate failed or was interrupted.

    This is how the register explains a gap: the number is never used again.
    """

    code = "R210"
    severity = Severity.NOTE
    title = {"en": "Number never issued", "zh": "编号未签发"}
    message = {
        "en": "{number} was reserved at {at} and never issued: {reason_en}.",
        "zh": "{number} 于 {at} 预留，未签发：{reason_zh}。",
    }


class DoubtfulSuccessor(VerificationError):
    """A statement was recorded as superseded by one that cannot stand in its place: itself, a demonstration, one out of force.

    Older versions recorded this; now it is refused. The register is whole all the same, and what is recorded stays.
    """

    code = "R211"
    severity = Severity.WARNING
    title = {"en": "Doubtful successor", "zh": "替代关系存疑"}
    message = {
        "en": "Entry {sequence} records that {number} is superseded by {why_en}.",
        "zh": "第 {sequence} 条记录载明 {number} 由{why_zh}替代。",
    }
    hint = {
        "en": "Withdraw {number} with the reason, so that nobody looks for its successor.",
        "zh": "请撤销 {number} 并说明理由，以免他人查找其替代声明。",
    }
