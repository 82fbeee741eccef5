using PipelineKit.Failures;

namespace PipelineKit.Ci;

/// <summary>Colours of a terminal (ECMA-48 SGR); none where there is no terminal or NO_COLOR is set.</summary>
internal sealed class Colours
{
    internal Colours(bool areOn)
    {
        AreOn = areOn;
    }

    internal bool AreOn { get; }

    internal string Of(AnnotationLevel level, string text) =>
        Paint(text, level switch
        {
            AnnotationLevel.Error => "31",
            AnnotationLevel.Warning => "33",
            _ => "36",
        });

    internal string Of(ExitCode exit, string text) => Paint(text, exit == ExitCode.Ok ? "1;32" : "1;31");

    private string Paint(string text, string code) => AreOn ? $"\u001B[{code}m{text}\u001B[0m" : text;
}
