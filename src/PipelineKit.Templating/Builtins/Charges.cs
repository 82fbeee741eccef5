using System.Text.RegularExpressions;

namespace PipelineKit.Templating;

public sealed partial class RenderContext
{
    // Characters that are read or written in about the time of one step.
    private const int CharactersPerStep = 32;

    // Items of one list that a template makes: 16 MiB of them.
    private const long MostItems = 1 << 20;
    private const long BytesPerItem = 16;

    private Dictionary<string, int>? _cycles;
    private Dictionary<(string, RegexOptions), Regex>? _regexes;
    private long _regexStarted;
    private TimeSpan _regexTime;

    /// <summary>Where the groups of <c>array.cycle</c> stand.</summary>
    internal Dictionary<string, int> Cycles => _cycles ??= new(StringComparer.Ordinal);

    /// <summary>The regular expressions met so far.</summary>
    internal Dictionary<(string, RegexOptions), Regex> Regexes => _regexes ??= [];

    /// <summary>
    /// Charges work that grows with a text: one step for so many characters. It is no iteration of a loop, which is what Scriban counts; how long a text can become is
    /// <see cref="CheckLength"/>'s.
    /// </summary>
    internal void ChargeText(long characters)
    {
        if (characters >= CharactersPerStep)
        {
            Step(characters / CharactersPerStep);
        }
    }

    /// <summary>A regular expression begins to run.</summary>
    internal void BeginRegex() => _regexStarted = _clock.GetTimestamp();

    /// <summary>Whether the regular expressions of this rendering have run for longer than they may.</summary>
    internal bool IsRegexOverdue() => _regexTime + _clock.GetElapsedTime(_regexStarted) > Limits.RegexTime;

    /// <summary>A regular expression has run.</summary>
    internal void EndRegex() => _regexTime += _clock.GetElapsedTime(_regexStarted);

    /// <summary>Charges a list about to be made, before it is, for its memory; the walk over the items is charged by itself.</summary>
    internal void CheckItems(long count)
    {
        if (count > MostItems)
        {
            throw Error($"A list of {count} items exceeds the limit of {MostItems} items.", TemplateErrorKind.Limit);
        }

        CheckMemory(count * BytesPerItem);
    }
}
