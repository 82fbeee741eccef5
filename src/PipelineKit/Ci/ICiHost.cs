using PipelineKit.Actions;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Ci;

/// <summary>
/// The CI system, or a terminal. It is the only way out for text: whatever it is given is neutralised, so that no text
/// from outside can become a command, an output, or a second line.
/// </summary>
public interface ICiHost
{
    /// <summary><c>github</c>, <c>azure</c> or <c>console</c>.</summary>
    string Name { get; }

    /// <summary>What the host says about this run.</summary>
    CiContext Context { get; }

    /// <summary>The host's inputs (INPUT_* in the host's spelling).</summary>
    IInputSource Inputs { get; }

    /// <summary>Whether the host asked for detail (RUNNER_DEBUG, System.Debug).</summary>
    bool DebugRequested { get; }

    /// <summary>One line of the log. Control characters and line breaks are made visible, commands defanged.</summary>
    void Line(string text);

    /// <summary>Opens a collapsible group (a plain heading on a terminal).</summary>
    void OpenGroup(string title);

    /// <summary>Closes it.</summary>
    void CloseGroup();

    /// <summary>Shows a remark beside the file.</summary>
    void Annotate(Annotation annotation);

    /// <summary>Makes the host hide this text, in every line of it, from now on.</summary>
    void Mask(string secret);

    /// <summary>Sets a declared output.</summary>
    void SetOutput(OutputValue output);

    /// <summary>Adds an image to the artifacts of the job; nothing where the host keeps no such list.</summary>
    void AddArtifact(PinnedReference image)
    {
    }

    /// <summary>Publishes the job summary (prints it on a terminal).</summary>
    void Summarize(Summary summary);

    /// <summary>Text somebody asked for on standard output (<c>--json</c>, <c>--diff</c>). Exact on a terminal; on CI each line is neutralised.</summary>
    void WriteData(string text);

    /// <summary>The text with every masked value, in all its encodings, replaced by three stars.</summary>
    string Scrub(string text);

    /// <summary>Prints the verdict, as the last line of the log.</summary>
    void Conclude(ExitCode exit, string headline);

    /// <summary>How long work shows that it goes on.</summary>
    IProgressReporter CreateProgress(Verbosity verbosity);
}

/// <summary>How much is said.</summary>
public enum Verbosity
{
    /// <summary>Verdict and what needs action.</summary>
    Quiet,

    /// <summary>The usual.</summary>
    Normal,

    /// <summary>Every request and decision.</summary>
    Verbose,
}

/// <summary>The one seam by which long work reports: live on a terminal, grouped plain lines on CI, nothing when quiet.</summary>
public interface IProgressReporter
{
    /// <summary>Starts a stage; dispose it at its end. Stages do not nest.</summary>
    /// <param name="title">What is being done, such as "Resolving digests".</param>
    /// <param name="total">How many items, or null when unknown.</param>
    IProgressStage Stage(string title, int? total = null);

    /// <summary>A line for --verbose.</summary>
    void Detail(string text);
}

/// <summary>A stage of work under way. Thread-safe.</summary>
public interface IProgressStage : IDisposable
{
    /// <summary>One more item is done.</summary>
    void Advance(string item);
}
