namespace PipelineKit.Failures;

/// <summary>
/// The one table of error codes. PK00xx: the program; PK01xx: inputs and configuration; PK02xx: files;
/// PK03xx: remotes; PK04xx: integrity; PK05xx: branches and pull requests; PK06xx: signatures; PK07xx: evidence; PK08xx: promotions; PK09xx: canaries; PK1xxx: digest-pin; PK2xxx: render.
/// </summary>
public static class FailureCodes
{
    /// <summary>Something threw that nothing expected.</summary>
    public static readonly FailureCode Bug = new(
        "PK0001", ExitCode.Bug, "A bug of ours",
        "The program met a state its authors did not foresee.",
        "Report it with the command, the version and the text above; run again with --verbose for the stack trace.");

    /// <summary>SIGINT or SIGTERM.</summary>
    public static readonly FailureCode Cancelled = new(
        "PK0002", ExitCode.Cancelled, "Cancelled",
        "The run was interrupted by a signal from the terminal or from the CI system.",
        "Run it again; files are written whole or not at all.");

    /// <summary>Unknown command or option.</summary>
    public static readonly FailureCode UnknownCommand = new(
        "PK0100", ExitCode.BadInput, "Unknown command or option",
        "The command line names a command or option this version does not have.",
        "See `pipelinekit --help`.");

    /// <summary>A required input is missing.</summary>
    public static readonly FailureCode MissingInput = new(
        "PK0101", ExitCode.BadInput, "A required input is missing",
        "The command cannot do its job without this input.",
        "Give it with `with:` (GitHub), `inputs:` (Azure Pipelines), `--name` (command line) or in pipelinekit.yaml.");

    /// <summary>An input's value is not of its kind.</summary>
    public static readonly FailureCode BadInputValue = new(
        "PK0102", ExitCode.BadInput, "An input has a value that is not allowed",
        "The value does not have the form this input takes.",
        "Use one of the values or forms the message names.");

    /// <summary>pipelinekit.yaml has an unknown key, or is damaged.</summary>
    public static readonly FailureCode BadConfiguration = new(
        "PK0103", ExitCode.BadInput, "The configuration file is not valid",
        "pipelinekit.yaml is not valid YAML, is too large or too deep, or has a key that no command declares.",
        "Correct the place the message names.");

    /// <summary>A file could not be read.</summary>
    public static readonly FailureCode UnreadableFile = new(
        "PK0201", ExitCode.BadInput, "A file cannot be read",
        "The file does not exist, is not a regular file, is too large, or may not be read.",
        "Check the path (it is relative to the working directory) and the permissions.");

    /// <summary>A file could not be written.</summary>
    public static readonly FailureCode UnwritableFile = new(
        "PK0202", ExitCode.BadInput, "A file cannot be written",
        "The folder is read-only or full, the file is a link, or the path leaves the workspace.",
        "Give a path inside the workspace that may be written.");

    /// <summary>A lock file is damaged, or of another version.</summary>
    public static readonly FailureCode BadLock = new(
        "PK0203", ExitCode.BadInput, "A lock file is not valid",
        "The lock is not valid YAML, has a value or key it cannot have, or was written by a newer version of the program that owns it.",
        "Take the file from the last good commit, or delete the damaged entry and run `digest-pin` again.");

    /// <summary>A remote says no.</summary>
    public static readonly FailureCode RemoteRefused = new(
        "PK0301", ExitCode.Refused, "A remote refused",
        "The server answered that the caller may not do this, or that the thing is not there.",
        "Check the name and the credentials; the message names the permission that is usually missing.");

    /// <summary>A remote does not answer properly after retries.</summary>
    public static readonly FailureCode RemoteUnavailable = new(
        "PK0302", ExitCode.Unavailable, "A remote is unavailable",
        "The server could not be reached, kept failing, or kept throttling after the retries.",
        "Run again later; raise `timeout` when the server is slow.");

    /// <summary>The time given ran out.</summary>
    public static readonly FailureCode TimeRanOut = new(
        "PK0303", ExitCode.Unavailable, "Time ran out",
        "The run reached its `timeout` before everything was answered.",
        "Raise `timeout`, or find out which server is slow with --verbose.");

    /// <summary>A remote broke the protocol.</summary>
    public static readonly FailureCode RemoteProtocol = new(
        "PK0304", ExitCode.Refused, "A remote answered out of protocol",
        "The answer is larger than allowed, points somewhere it must not, or is not what the specification says.",
        "Nothing of it was used. Check that the address is the registry or server you mean.");

    /// <summary>Bytes do not hash to what was asked for.</summary>
    public static readonly FailureCode DigestMismatch = new(
        "PK0401", ExitCode.Integrity, "A digest does not match",
        "The content received does not hash to the digest it was asked by, or to the one the server claims.",
        "Do not use it. Find out who changed the content or stands between you and the registry.");

    /// <summary>A local Git repository cannot be worked with.</summary>
    public static readonly FailureCode UnusableRepository = new(
        "PK0501", ExitCode.BadInput, "A Git repository cannot be used",
        "The folder is not in a Git repository, the repository belongs to somebody else or is damaged, or Git itself is missing, too old or refuses.",
        "Check the folder, and that `git status` works there for the user that runs this program.");

    /// <summary>A branch cannot be moved to the new commit.</summary>
    public static readonly FailureCode BranchConflict = new(
        "PK0502", ExitCode.Refused, "A branch cannot be updated",
        "Somebody else moved the branch at the same time, it is checked out in a work tree, or its name is in the way of another branch.",
        "Run again: the change is then made on top of the new state. Give another branch when this one is in use.");

    /// <summary>A signing key cannot be used.</summary>
    public static readonly FailureCode UnusableKey = new(
        "PK0601", ExitCode.BadInput, "A key cannot be used",
        "The key is not in a form that is read, its password is wrong, or the signer command does not do what it is asked.",
        "Give a PEM private key (PKCS#8, or cosign's encrypted form with `key-password`) to sign, and a PEM public key to verify.");

    /// <summary>There is no identity to sign with.</summary>
    public static readonly FailureCode NoIdentity = new(
        "PK0602", ExitCode.BadInput, "There is nothing to sign with",
        "No key was given, and no identity token either: the host gives none to this job, or there is no host.",
        "Give a `key`, or let the job have identity tokens (GitHub: `permissions: id-token: write`).");

    /// <summary>A predicate, bundle, trusted root or signing configuration is damaged.</summary>
    public static readonly FailureCode BadSigningFile = new(
        "PK0603", ExitCode.BadInput, "A file for signing or verifying is not valid",
        "A predicate is not of the type it is said to be, or a bundle, trusted root or signing configuration is not of its format.",
        "Correct the file the message names, or name the type it really has.");

    /// <summary>A signing service says no.</summary>
    public static readonly FailureCode SigningRefused = new(
        "PK0604", ExitCode.Refused, "A signing service refused",
        "The certificate authority, the transparency log, the timestamp authority or GitHub did not accept what was sent.",
        "Check the identity token's issuer and audience, and that the address is the service you mean.");

    /// <summary>A signing service does not answer.</summary>
    public static readonly FailureCode SigningUnavailable = new(
        "PK0605", ExitCode.Unavailable, "A signing service is unavailable",
        "The certificate authority, the transparency log or the timestamp authority could not be reached, or kept failing after the retries.",
        "Run again later: what was signed before is not signed twice.");

    /// <summary>A signing service's answer does not verify.</summary>
    public static readonly FailureCode SigningUntrusted = new(
        "PK0606", ExitCode.Integrity, "An answer of a signing service does not verify",
        "The certificate, log entry or timestamp received is not about what was sent, or not by whom the trusted root believes.",
        "Nothing of it was used. Check that the addresses and the `trusted-root` belong to one and the same instance.");

    /// <summary>The repository of trust data is not believed.</summary>
    public static readonly FailureCode UntrustedMetadata = new(
        "PK0607", ExitCode.Integrity, "The repository of the trusted root is not believed",
        "Its metadata is expired, older than what was seen before, signed by too few keys, or not what signed metadata says.",
        "Nothing of it was used. Give a `trusted-root` you have from a safe place, or work with `offline`.");

    /// <summary>A report, bill of materials, VEX document or feed is no evidence.</summary>
    public static readonly FailureCode BadEvidence = new(
        "PK0701", ExitCode.BadInput, "A report or bill of materials is no evidence",
        "The file is damaged, has none of the known formats, is larger than is read, or says itself that the scan failed.",
        "Correct the place the message names, or make the report again; docs/scan-gate.md lists the formats and versions.");

    /// <summary>A policy or an exceptions file is damaged.</summary>
    public static readonly FailureCode BadPolicy = new(
        "PK0702", ExitCode.BadInput, "A policy or exceptions file is not valid",
        "The file is not well-formed, has a key or value that is not known, or an exception without owner, reason or expiry.",
        "Correct the place the message names; docs/reference/policy.schema.json describes the file, and editors can check it.");

    /// <summary>A scanner cannot be run.</summary>
    public static readonly FailureCode ScannerNotRun = new(
        "PK0703", ExitCode.BadInput, "A scanner cannot be run",
        "The program is not on PATH, is none of those that are known, or the image of the scanner is not given by digest.",
        "Install the scanner or give its image by digest, or scan in a step before and give its reports with `reports`.");

    /// <summary>A scanner failed.</summary>
    public static readonly FailureCode ScannerFailed = new(
        "PK0704", ExitCode.Unavailable, "A scanner failed",
        "The scanner ended with an exit code that means an error, ran out of time, or wrote no report. A scan that failed is never a pass.",
        "Read what the scanner said; often its vulnerability data could not be loaded. Run again, or give it a local copy of its data.");

    /// <summary>The Docker Engine does not answer.</summary>
    public static readonly FailureCode DockerUnavailable = new(
        "PK0705", ExitCode.Unavailable, "The Docker Engine does not answer",
        "There is no engine at the socket, this user may not use it, or it answered with an error.",
        "Start the engine, or check `DOCKER_HOST`; an image in a registry or an `oci:` layout needs no engine.");

    /// <summary>The ledger of promotions was changed.</summary>
    public static readonly FailureCode BrokenLedger = new(
        "PK0801", ExitCode.Integrity, "A ledger is broken",
        "A line of the ledger of promotions was changed, dropped, put in between or written by something else: its digest is not what the next line says.",
        "Promote nothing by it. Compare it with an older commit of its branch, find out who changed it, and put the last good state back.");

    /// <summary>Another promotion is under way.</summary>
    public static readonly FailureCode PromotionInProgress = new(
        "PK0802", ExitCode.Refused, "Another promotion is under way",
        "Another run has announced a promotion to this environment and has not finished it, or was quicker with one.",
        "Wait for that run. When it was killed, run the same promotion again: it goes on where that one stopped.");

    /// <summary>A tag of an environment means something else than is recorded.</summary>
    public static readonly FailureCode TagMoved = new(
        "PK0803", ExitCode.Integrity, "A tag was moved by somebody else",
        "The tag of the environment means another image than the ledger says, or was moved while the promotion was under way.",
        "Find out who moved it. `drift` shows what is different; with `adopt-tag` and a reason, promoting or rolling back again takes the tag over.");

    /// <summary>There is no image to go back to.</summary>
    public static readonly FailureCode NothingToRollBackTo = new(
        "PK0804", ExitCode.BadInput, "There is nothing to roll back to",
        "The ledger of the environment has no earlier image that was good, or not the one that was named.",
        "Name a digest that was in the environment before; `report` lists them.");

    /// <summary>What should follow a verdict about a canary was not done.</summary>
    public static readonly FailureCode FollowUpFailed = new(
        "PK0901", ExitCode.Refused, "What should follow a verdict was not done",
        "The canary failed, and what `on-fail` asks for did not come about: the environment has another image by now, a gate of the rollback says no, or the command ended with an error.",
        "Look at what the environment runs now; run `rollback` by hand when the image that failed is still there.");

    /// <summary>A query of metrics is wrong.</summary>
    public static readonly FailureCode BadMetricsQuery = new(
        "PK0902", ExitCode.BadInput, "A query of metrics is not accepted",
        "The source of metrics says that the query is wrong or asks for too much, or its answer is of another kind than the metric needs.",
        "Correct the query of the metric the message names. Counts are read by plain selectors such as `http_requests_total{...}`, without `rate` or `increase`.");

    /// <summary>Metrics, or a verdict over them, cannot be read.</summary>
    public static readonly FailureCode UnreadableMetrics = new(
        "PK0903", ExitCode.BadInput, "Metrics or a verdict cannot be read",
        "The file is neither OpenMetrics text with timestamps nor CSV with the columns that are needed, the file is no verdict, or what answered at the address is no source of metrics.",
        "Correct the place the message names; docs/canary-verify.md describes the formats.");

    /// <summary>A template does not parse, or ended in an error.</summary>
    public static readonly FailureCode TemplateError = new(
        "PK2001", ExitCode.BadInput, "A template has an error",
        "The text is not a valid template, names something that is not there, includes what it may not, or asked for more than the limits allow.",
        "Correct the place the message names. Optional data is written as `x?.y`, `x ?? default` or `object.has_key`.");

    /// <summary>Rendered text is not YAML that Kubernetes would take.</summary>
    public static readonly FailureCode MalformedManifest = new(
        "PK2002", ExitCode.BadInput, "A rendered manifest is malformed",
        "What the template rendered is not well-formed YAML, or not an object that Kubernetes knows by `apiVersion` and `kind`.",
        "Look at the rendered line in the message and correct the template at the place named: mostly a value needs `yaml_quote`, or an indent is wrong.");

    /// <summary>Two templates make one file.</summary>
    public static readonly FailureCode SameOutput = new(
        "PK2003", ExitCode.BadInput, "Two templates make the same file",
        "The names of the templates differ only in what is removed from them, or one is called like a file of the command's own.",
        "Rename one of them, or begin its name with `_` when it is only to be included.");

    /// <summary>A values file is damaged.</summary>
    public static readonly FailureCode BadValues = new(
        "PK2004", ExitCode.BadInput, "A values file is not valid",
        "The file is not well-formed YAML or JSON, is more than one document, or is not a mapping.",
        "Correct the place the message names.");

    private static readonly ExitCode[] Gravity =
        [ExitCode.Integrity, ExitCode.Bug, ExitCode.Cancelled, ExitCode.BadInput, ExitCode.Refused, ExitCode.Unavailable, ExitCode.GateSaidNo];

    /// <summary>Every code, by number.</summary>
    public static IReadOnlyList<FailureCode> All { get; } =
    [
        Bug, Cancelled, UnknownCommand, MissingInput, BadInputValue, BadConfiguration, UnreadableFile, UnwritableFile, BadLock,
        RemoteRefused, RemoteUnavailable, TimeRanOut, RemoteProtocol, DigestMismatch, UnusableRepository, BranchConflict,
        UnusableKey, NoIdentity, BadSigningFile, SigningRefused, SigningUnavailable, SigningUntrusted, UntrustedMetadata,
        BadEvidence, BadPolicy, ScannerNotRun, ScannerFailed, DockerUnavailable,
        BrokenLedger, PromotionInProgress, TagMoved, NothingToRollBackTo, FollowUpFailed, BadMetricsQuery, UnreadableMetrics,
        TemplateError, MalformedManifest, SameOutput, BadValues,
    ];

    /// <summary>The exit code that wins when several apply.</summary>
    public static ExitCode Gravest(IEnumerable<ExitCode> codes)
    {
        var seen = codes.ToHashSet();
        return Array.Find(Gravity, seen.Contains);
    }
}
