using System.Text.RegularExpressions;

namespace PipelineKit.Sigstore;

/// <summary>
/// A text that must be met exactly, or a regular expression that must match all of it: it is always wrapped in <c>\A(?:...)\z</c> and cannot backtrack.
/// Expressions that match everything are refused, since a policy of "anybody" is none.
/// </summary>
public sealed class TextMatch
{
    private const int MaximumPattern = 2048;
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>Texts with nothing in common: an expression that matches all of them distinguishes nobody.</summary>
    private static readonly string[] Strangers = ["https://stranger.invalid/a/b@refs/heads/c", "stranger@mail.invalid", "Zq9~", "0123456789"];

    private readonly Regex? _regex;
    private readonly bool _isPrefix;

    private TextMatch(string text, Regex? regex, bool isPrefix = false) => (Text, _regex, _isPrefix) = (text, regex, isPrefix);

    /// <summary>The text or expression as given.</summary>
    public string Text { get; }

    /// <summary>Whether it is more than one exact text.</summary>
    public bool IsPattern => _regex is not null || _isPrefix;

    /// <summary>Exactly this, ordinal; throws <see cref="SigstoreFormatException"/> when empty.</summary>
    public static TextMatch Exactly(string text) =>
        string.IsNullOrWhiteSpace(text) ? throw new SigstoreFormatException("an empty text would match nobody") : new TextMatch(text, regex: null);

    /// <summary>Everything on one line that begins with this and is longer, ordinal; throws <see cref="SigstoreFormatException"/> when empty.</summary>
    public static TextMatch Below(string prefix) =>
        string.IsNullOrWhiteSpace(prefix) ? throw new SigstoreFormatException("an empty text would match everybody") : new TextMatch(prefix, regex: null, isPrefix: true);

    /// <summary>All of the text by this expression; throws <see cref="SigstoreFormatException"/> when it is empty, not an expression without backtracking, or matches everything.</summary>
    public static TextMatch Pattern(string expression)
    {
        if (string.IsNullOrWhiteSpace(expression) || expression.Length > MaximumPattern)
        {
            throw new SigstoreFormatException($"a regular expression has 1 to {MaximumPattern} characters");
        }

        try
        {
            // Alone first: an expression whose parentheses close the wrapping's would escape its anchors.
            _ = new Regex(expression, Options, Regex.InfiniteMatchTimeout);
            var regex = new Regex($@"\A(?:{expression})\z", Options, Regex.InfiniteMatchTimeout);
            return Array.TrueForAll(Strangers, regex.IsMatch)
                ? throw new SigstoreFormatException($"the regular expression \"{expression}\" matches everything: name who may sign")
                : new TextMatch(expression, regex);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new SigstoreFormatException($"\"{expression}\" is not a regular expression without backtracking (no lookaround, no back references): {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>Whether the text is met.</summary>
    public bool Matches(string text) =>
        _isPrefix ? text.Length > Text.Length && text.StartsWith(Text, StringComparison.Ordinal) && !text.AsSpan(Text.Length).Contains('\n')
        : _regex?.IsMatch(text) ?? string.Equals(Text, text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => _isPrefix ? Text + "*" : IsPattern ? $"/{Text}/" : Text;
}
