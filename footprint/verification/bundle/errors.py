"""What can be wrong with a request for verification, or with an evidence bundle."""

from __future__ import annotations

from footprint.errors import Severity, VerificationError

__all__ = [
    "BundleStands",
    "BundleStructure",
    "BundleTooLarge",
    "CommittedDiffer",
    "CommittedRecords",
    "DisclosureUnclear",
    "DuplicateMember",
    "ManifestUnusable",
    "MemberAltered",
    "MemberMissing",
    "MemberName",
    "MemberUnlisted",
    "MemberUnusable",
    "ModelNotFromFile",
    "NotABundle",
    "NotAtHand",
    "NotReproduced",
    "PackageNotUsed",
    "RecordsDiffer",
    "SaltsMissing",
    "SaltsUnusable",
]


class NotABundle(VerificationError):
    """The file is no evidence bundle: it does not begin as a zip file does.

    An evidence bundle is written by ``footprint request``; its name ends in ``.bundle.zip``.
    """

    code = "V101"
    title = {"en": "No evidence bundle", "zh": "不是证据包"}
    message = {"en": "{file} is no evidence bundle: {why}.", "zh": "{file} 不是证据包：{why_zh}。"}
    hint = {"en": "`footprint request MODEL` writes one.", "zh": "证据包由 `footprint request 模型` 生成。"}


class BundleStructure(VerificationError):
    """The zip file is not written the one way in which bundles are written.

    Members are sorted by name, stored without compression, dated 1980-01-01, without comments, extra fields or bytes between or
    around them. So the same content has the same bytes everywhere, and nothing can be hidden in the file. A bundle that was unpacked and
    packed again by another program is refused as well: use the file that was requested.
    """

    code = "V102"
    title = {"en": "Bundle not in its one form", "zh": "证据包结构不合规范"}
    message = {"en": "`{member}`: {why} (byte {offset}).", "zh": "`{member}`：{why_zh}（第 {offset} 字节）。"}
    hint = {
        "en": "The file was changed or packed anew. Ask for the file as it was requested.",
        "zh": "文件被改动或重新打包过，请索取原始证据包文件。",
    }


class BundleTooLarge(VerificationError):
    """The bundle, one of its members or their number is beyond what footprint reads."""

    code = "V103"
    title = {"en": "Bundle too large", "zh": "证据包过大"}
    message = {"en": "{what} of the bundle: {found}, more than {limit}.", "zh": "证据包的{what_zh}为 {found}，超过上限 {limit}。"}


class MemberName(VerificationError):
    """A member has a name that could be written outside the folder, or that not every system can write.

    Absolute paths, ``..``, backslashes, drive letters, control characters and names that Windows reserves are refused.
    """

    code = "V104"
    title = {"en": "Unsafe name in the bundle", "zh": "证据包内文件名不安全"}
    message = {"en": "`{member}` is no name for a member of a bundle: {why}.", "zh": "`{member}` 不能用作证据包内的文件名：{why_zh}。"}
    hint = {"en": "Rename the file and refer to it by the new name.", "zh": "请重命名该文件并修改引用。"}


class DuplicateMember(VerificationError):
    """Two members have the same name, or names that are one file on some systems."""

    code = "V105"
    title = {"en": "Two members of one name", "zh": "证据包内文件重名"}
    message = {
        "en": "`{member}` and `{other}` would be one file on some systems.",
        "zh": "`{member}` 与 `{other}` 在某些系统上是同一个文件。",
    }
    hint = {"en": "Rename one of them.", "zh": "请重命名其中一个。"}


class ManifestUnusable(VerificationError):
    """The manifest is missing, is no canonical JSON (RFC 8785), or does not say what a manifest must say."""

    code = "V106"
    title = {"en": "Manifest not usable", "zh": "清单无法使用"}
    message = {"en": "`manifest.json`: {why}.", "zh": "`manifest.json`：{why_zh}。"}
    hint = {"en": "Ask for the file as it was requested.", "zh": "请索取原始证据包文件。"}


class MemberMissing(VerificationError):
    """The manifest lists a member that the bundle does not hold, or the bundle lacks one that every bundle has."""

    code = "V107"
    title = {"en": "Member missing", "zh": "证据包缺少文件"}
    message = {"en": "`{member}` is missing from the bundle.", "zh": "证据包中缺少 `{member}`。"}


class MemberUnlisted(VerificationError):
    """The bundle holds a member that its manifest does not list."""

    code = "V108"
    title = {"en": "Member not listed", "zh": "文件未列入清单"}
    message = {"en": "`{member}` is in the bundle but not in its manifest.", "zh": "证据包中的 `{member}` 未列入清单。"}


class MemberAltered(VerificationError):
    """A member does not have the digest that the manifest states: it was changed after the request."""

    code = "V109"
    title = {"en": "Member altered", "zh": "文件被改动"}
    message = {
        "en": "`{member}` has SHA-256 {found}, the manifest states {stated}.",
        "zh": "`{member}` 的 SHA-256 为 {found}，清单所载为 {stated}。",
    }
    hint = {"en": "Ask for the file as it was requested.", "zh": "请索取原始证据包文件。"}


class MemberUnusable(VerificationError):
    """A member is there and unchanged, but is not what it must be, or contradicts the manifest."""

    code = "V110"
    title = {"en": "Member not usable", "zh": "文件无法使用"}
    message = {"en": "`{member}`: {why}.", "zh": "`{member}`：{why_zh}。"}


class BundleStands(VerificationError):
    """A bundle of this name was requested before, and this one is another.

    A bundle is evidence and is never replaced. The same model, records and software give the same bytes; something has changed since.
    """

    code = "V111"
    title = {"en": "Bundle stands already", "zh": "证据包已存在"}
    message = {"en": "{file} exists with other content (SHA-256 {found}).", "zh": "{file} 已存在且内容不同（SHA-256 {found}）。"}
    hint = {"en": "Write the new one under another name with --out.", "zh": "请用 --out 指定新的文件名。"}


class DisclosureUnclear(VerificationError):
    """The records used from a package are under the terms of their source, which may not allow handing them on.

    Databases of Brightway projects and imported files are mostly licensed to one user. A bundle goes to the verifier and to customers. Commit
    the records instead of disclosing them, or say that you may disclose them.
    """

    code = "V112"
    title = {"en": "May the records be handed on?", "zh": "数据是否允许披露"}
    message = {
        "en": "{count} records of `{package}` are used, under the terms of its source: {licence}.",
        "zh": "使用了 `{package}` 的 {count} 条数据，须遵守其来源的许可条款：{licence}。",
    }
    hint = {
        "en": "Add --commit {package}, or --disclose {package} where the licence allows it.",
        "zh": "请加上 --commit {package}；许可允许披露时用 --disclose {package}。",
    }


class PackageNotUsed(VerificationError):
    """A package that is to be committed or disclosed is not used by the model."""

    code = "V113"
    title = {"en": "Package not used", "zh": "未使用该数据包"}
    message = {"en": "The model does not use `{package}`.", "zh": "模型没有使用 `{package}`。"}
    hint = {"en": "Used: {used}.", "zh": "所用数据包：{used}。"}


class CommittedRecords(VerificationError):
    """Records that the calculation needs are committed by their hashes and not disclosed.

    Everything else can be verified without them. To compile the datapackage and compute the result again, the licence
    holder's copy of the package and the salts that were written beside the bundle are needed.
    """

    code = "V114"
    title = {"en": "Licence holder's copy needed", "zh": "需要许可持有人的数据"}
    message = {
        "en": "{count} records of `{package}` {version} are committed and not disclosed: recompilation and recomputation cannot be done.",
        "zh": "`{package}` {version} 的 {count} 条数据仅作哈希承诺、未披露：无法重新编译和重新计算。",
    }
    hint = {
        "en": "Name the copy with --inventories DIR (--brightway-project NAME for a Brightway database), and the salts with --salts FILE.",
        "zh": "请用 --inventories 目录（Brightway 数据库用 --brightway-project 名称）指定数据副本，用 --salts 文件指定盐值。",
    }


class CommittedDiffer(VerificationError):
    """The licence holder's copy does not hold the records that were committed."""

    code = "V115"
    title = {"en": "Committed records differ", "zh": "承诺的数据不一致"}
    message = {
        "en": "`{package}`: {wrong} of {count} records are not those committed, such as {records}.",
        "zh": "`{package}`：{count} 条数据中有 {wrong} 条与承诺不符，如 {records}。",
    }
    hint = {"en": "Use the version that was used for the request.", "zh": "请使用申请时所用的版本。"}


class SaltsUnusable(VerificationError):
    """The file of salts is no such file, or belongs to another bundle."""

    code = "V116"
    title = {"en": "Salts not usable", "zh": "盐值文件无法使用"}
    message = {"en": "{file}: {why}.", "zh": "{file}：{why_zh}。"}
    hint = {"en": "It was written beside the bundle, with the ending .salts.", "zh": "该文件与证据包同时生成，扩展名为 .salts。"}


class SaltsMissing(VerificationError):
    """Committed records can only be compared one by one with the salts; without them only the digest of the whole package was compared."""

    code = "V117"
    severity = Severity.WARNING
    title = {"en": "Compared without salts", "zh": "未用盐值比对"}
    message = {
        "en": "The records of `{package}` were not compared one by one; the whole package has the digest recorded at the request.",
        "zh": "未逐条比对 `{package}` 的数据；整个数据包的摘要与申请时一致。",
    }


class NotReproduced(VerificationError):
    """What was computed from the bundle alone is not what was computed from the model; the request was not written.

    This is a defect of footprint, or a file changed while the request was made.
    """

    code = "V118"
    title = {"en": "Bundle does not reproduce the model", "zh": "证据包无法复现模型"}
    message = {
        "en": "The datapackage compiled from the bundle alone differs from that of {model}.",
        "zh": "仅由证据包编译的数据包与 {model} 的不一致。",
    }
    hint = {"en": "Try again; report it if it happens twice.", "zh": "请重试；若再次出现，请反馈问题。"}


class ModelNotFromFile(VerificationError):
    """Verification is requested for a model in a file; a model made in Python has none."""

    code = "V119"
    title = {"en": "Model not from a file", "zh": "模型不是文件"}
    message = {"en": "The model was not read from a file.", "zh": "该模型不是从文件读取的。"}
    hint = {"en": "Write it to a file first.", "zh": "请先将模型写入文件。"}


class RecordsDiffer(VerificationError):
    """Records in the bundle are not those of the published package that they are said to be from.

    A bundle recomputes itself with whatever records it holds. That these are the published ones shows only where the package itself is at
    hand: the same name, version and digest, and every record used as it stands there.
    """

    code = "V120"
    title = {"en": "Not the published records", "zh": "与已发布数据不一致"}
    message = {"en": "`{member}` is not as `{package}` {version} has it.", "zh": "`{member}` 与 `{package}` {version} 中的内容不一致。"}
    hint = {
        "en": "Ask the requester where the records are from, or request again with the published package.",
        "zh": "请向申请方核实数据来源，或使用已发布的数据包重新申请。",
    }


class NotAtHand(VerificationError):
    """A package that the bundle takes records from is not at hand, so that nothing can be said about whether they are its records.

    Name a folder with the package, and the records are compared with it.
    """

    code = "V121"
    severity = Severity.WARNING
    title = {"en": "Package not at hand", "zh": "没有该数据包"}
    message = {
        "en": "Records of `{package}` {version} were not compared with the package: it is not at hand.",
        "zh": "未将 `{package}` {version} 的数据与原数据包比对：没有该数据包。",
    }
    hint = {"en": "Name its folder with --inventories.", "zh": "请用 --inventories 指定其所在文件夹。"}
