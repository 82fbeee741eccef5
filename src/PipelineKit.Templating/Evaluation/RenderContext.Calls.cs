using PipelineKit.Templating.Evaluation;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

public sealed partial class RenderContext
{
    private ScriptValue[] _arguments = new ScriptValue[64];
    private int _argumentTop;
    private Block? _wrapBody;
    private TemplateSource? _wrapSource;

    /// <summary>Calls a function of the template or of the host.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Positional arguments.</param>
    /// <exception cref="TemplateException">There are too few or too many of them, one cannot be converted, or the function ends in an error.</exception>
    public ScriptValue Call(ScriptFunction function, ReadOnlySpan<ScriptValue> arguments)
    {
        var node = Node;
        var caller = node as Expression ?? Expression.None;
        EnterNest();
        var call = new ArgumentBinder(this, function, caller);
        foreach (var argument in arguments)
        {
            call.Add(argument);
        }

        var result = call.Run();
        LeaveNest();
        Node = node;
        return result;
    }

    /// <summary>Calls a function with arguments as written.</summary>
    /// <param name="function">The function.</param>
    /// <param name="caller">The expression that calls.</param>
    /// <param name="piped">What is the first argument; null without.</param>
    /// <param name="arguments">The others.</param>
    internal ScriptValue Call(ScriptFunction function, Expression caller, Expression? piped, Argument[] arguments)
    {
        var body = _wrapBody;
        var bodySource = _wrapSource;
        _wrapBody = null;
        _wrapSource = null;
        var call = new ArgumentBinder(this, function, caller) { Body = body, BodySource = bodySource };
        if (piped is not null)
        {
            call.AddEvaluated(piped);
        }

        foreach (var argument in arguments)
        {
            call.Add(argument, arguments, piped);
        }

        return call.Run(arguments, piped);
    }

    /// <summary>The next call gets this body for its <c>$$</c>.</summary>
    internal void WrapNext(Block body)
    {
        _wrapBody = body;
        _wrapSource = Source;
    }

    /// <summary>Takes room for arguments.</summary>
    internal int ReserveArguments(int count)
    {
        var start = _argumentTop;
        _argumentTop += count;
        if (_argumentTop > _arguments.Length)
        {
            Array.Resize(ref _arguments, Math.Max(_argumentTop, _arguments.Length * 2));
        }

        return start;
    }

    internal void ReleaseArguments(int start)
    {
        _arguments.AsSpan(start, _argumentTop - start).Clear();
        _argumentTop = start;
    }

    internal ref ScriptValue ArgumentAt(int index) => ref _arguments[index];

    internal ReadOnlySpan<ScriptValue> ArgumentsFrom(int start, int count) => _arguments.AsSpan(start, count);
}
