using System.Text;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating.Evaluation;

/// <summary>A function that needs to know where it is called and takes any arguments, named ones too.</summary>
internal abstract class DirectFunction(string name) : ScriptFunction(name)
{
    public abstract ScriptValue Run(RenderContext context, Expression caller, ScriptArray arguments);
}

/// <summary>The top-level functions <c>include</c> and <c>include_join</c>.</summary>
internal static class IncludeFunctions
{
    /// <summary>Both, by name; templates cannot change them, only shadow them.</summary>
    public static ScriptObject All { get; } = Create();

    private static ScriptObject Create()
    {
        var functions = new ScriptObject { IsReadOnly = true };
        functions.Set("include", new IncludeFunction());
        functions.Set("include_join", new IncludeJoinFunction());
        return functions;
    }

    private sealed class IncludeFunction() : DirectFunction("include")
    {
        public override ScriptValue Run(RenderContext context, Expression caller, ScriptArray arguments)
        {
            if (arguments.Count == 0)
            {
                throw context.ErrorAt(caller.Span, "Expecting at least the name of the template to include for the <include> function");
            }

            var template = context.Include(context.ToText(arguments[0]), caller.Span);
            return context.RenderNested(template, arguments, caller);
        }
    }

    private sealed class IncludeJoinFunction() : DirectFunction("include_join")
    {
        public override ScriptValue Run(RenderContext context, Expression caller, ScriptArray arguments)
        {
            if (arguments.Count < 2)
            {
                throw context.ErrorAt(caller.Span, "Expecting at least the separator and components to include for the <include_join> function.");
            }

            if (arguments[0].AsArray is not { } names)
            {
                return "";
            }

            var separator = Part(context, caller, arguments, 1);
            var begin = Part(context, caller, arguments, 2);
            var end = Part(context, caller, arguments, 3);
            var text = new StringBuilder(begin);
            for (var i = 0; i < names.Count; i++)
            {
                context.Iterate();
                var template = context.Include(context.ToText(names[i]), caller.Span);
                text.Append(context.RenderNested(template, arguments, caller));
                if (i < names.Count - 1)
                {
                    text.Append(separator);
                }

                context.Node = caller;
                context.CheckLength(text.Length);
            }

            return text.Append(end).ToString();
        }

        /// <summary>A text, or the rendering of a template named <c>tpl:name</c>.</summary>
        private static string Part(RenderContext context, Expression caller, ScriptArray arguments, int index)
        {
            var text = index < arguments.Count ? context.ToText(arguments[index]) : "";
            return text.StartsWith("tpl:", StringComparison.Ordinal)
                ? context.RenderNested(context.Include(text[4..], caller.Span), arguments, caller)
                : text;
        }
    }
}
