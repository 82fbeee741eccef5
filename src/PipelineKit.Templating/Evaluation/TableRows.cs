using System.Globalization;
using System.Text;

namespace PipelineKit.Templating.Evaluation;

/// <summary>The HTML around the cells of <c>tablerow</c>.</summary>
internal readonly struct TableRows(RenderContext context, int columns)
{
    public void Begin() => context.Output.WriteUtf8("<tr class=\"row1\">"u8);

    public void BeginCell(long index)
    {
        if (index > 0 && index % columns == 0)
        {
            context.Output.WriteUtf8("</tr>"u8);
            NewLine();
            Write($"<tr class=\"row{(index / columns) + 1}\">");
        }

        Write($"<td class=\"col{(index % columns) + 1}\">");
    }

    public void EndCell() => context.Output.WriteUtf8("</td>"u8);

    public void End()
    {
        context.Output.WriteUtf8("</tr>"u8);
        NewLine();
    }

    private void NewLine() => context.Output.WriteUtf8(Encoding.UTF8.GetBytes(context.Options.NewLine));

    private void Write(FormattableString text) => context.Output.WriteUtf8(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));
}
