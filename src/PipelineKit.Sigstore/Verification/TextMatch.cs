namespace PipelineKit.Sigstore;

/// <summary>
/// A text that must be met exactly, or a regular expression that must match all of it: it is always wrapped in <c>\A(?:...)\z</c> and cannot backtrack.
/// Expressions that match everything are refused, since a policy of "anybody" is none.
/// </summary>
public sealed class TextMatch
{
    private TextMatch(string text, bool isPattern) => (Text, IsPattern) = (text, isPattern);

    /// <summary>The text or expression as given.</summary>
    public string Text { get; }

    /// <summary>Whether it is an expression.</summary>
    public bool IsPattern { get; }

    /// <summary>Exactly this, ordinal; throws <see cref="SigstoreFormatException"/> when empty.</summary>
    public static TextMatch Exactly(string text) => throw new NotImplementedException();

    /// <summary>All of the text by this expression; throws <see cref="SigstoreFormatException"/> when it is empty, not an expression without backtracking, or matches everything.</summary>
    public static TextMatch Pattern(string expression) => throw new NotImplementedException();

    /// <summary>Whether the text is met.</summary>
    public bool Matches(string text) => throw new NotImplementedException();

    /// <inheritdoc />
    public override string ToString() => IsPattern ? $"/{Text}/" : Text;
}
