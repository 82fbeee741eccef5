namespace PipelineKit.Templating.Syntax;

/// <summary>The names and short strings of templates, each once: the same few are written again and again.</summary>
internal sealed class NamePool
{
    private const int MaxLength = 40;
    private readonly string?[] _names = new string[1024];

    public string Get(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return text.ToString();
        }

        var hash = (uint)text.Length;
        foreach (var c in text)
        {
            hash = (hash * 31) + c;
        }

        ref var name = ref _names[(hash ^ (hash >> 10)) & (uint)(_names.Length - 1)];
        if (name is null || !text.SequenceEqual(name))
        {
            name = text.ToString();
        }

        return name;
    }
}
