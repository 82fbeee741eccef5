using System.Text;

namespace PipelineKit.Templating.Builtins;

/// <summary>A text under construction, which asks the rendering for room before it grows.</summary>
internal sealed class BoundedText(RenderContext context)
{
    private readonly StringBuilder _builder = new();

    public int Length => _builder.Length;

    public void Append(char c)
    {
        context.CheckLength(_builder.Length + 1L);
        _builder.Append(c);
    }

    public void Append(ReadOnlySpan<char> text)
    {
        context.CheckLength((long)_builder.Length + text.Length);
        context.ChargeText(text.Length);
        _builder.Append(text);
    }

    public void Append(char c, int count)
    {
        context.CheckLength((long)_builder.Length + count);
        context.ChargeText(count);
        _builder.Append(c, count);
    }

    /// <summary>Takes characters away at the end.</summary>
    public void Cut(int count) => _builder.Length -= count;

    public override string ToString() => _builder.ToString();
}
