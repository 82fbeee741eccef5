using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating.Evaluation;

/// <summary>The names of one call of a function, include or <c>with</c>: its <c>$</c> variables, its arguments and, of a function with parameters, its own scope.</summary>
internal sealed class Frame
{
    private Names _scope;
    private Names _locals;
    private ScriptValue[] _arguments = [];
    private int _argumentCount;
    private ScriptArray? _argumentList;
    private bool _hasArguments;

    /// <summary>Who called.</summary>
    public Frame? Caller { get; private set; }

    /// <summary>How many loop variables belong to callers; those above are this frame's own.</summary>
    public int LoopBase { get; private set; }

    /// <summary>Whether there is a scope of parameters.</summary>
    public bool HasScope { get; private set; }

    /// <summary>Whether the callers' scopes cannot be seen.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether it is a <c>with</c>: assignments go to its object.</summary>
    public bool IsWith { get; private set; }

    /// <summary>Whether any scope of parameters can be seen from here.</summary>
    public bool SeesScope { get; private set; }

    /// <summary>The body that <c>wrap</c> gave, for <c>$$</c>.</summary>
    public Block? Body { get; set; }

    /// <summary>The text the body stands in.</summary>
    public TemplateSource? BodySource { get; set; }

    public void Enter(Frame? caller, int loopBase, bool hasScope, bool isClosed, bool isWith)
    {
        Caller = caller;
        LoopBase = loopBase;
        HasScope = hasScope;
        IsClosed = isClosed;
        IsWith = isWith;
        SeesScope = hasScope || (!isClosed && caller is { SeesScope: true });
    }

    /// <summary>Forgets everything, so that the frame can serve another call.</summary>
    public void Clear()
    {
        Caller = null;
        Body = null;
        BodySource = null;
        _scope.Clear();
        _locals.Clear();
        _arguments.AsSpan(0, _argumentCount).Clear();
        _argumentCount = 0;
        _argumentList = null;
        _hasArguments = false;
    }

    public void SetArguments(ReadOnlySpan<ScriptValue> arguments)
    {
        if (_arguments.Length < arguments.Length)
        {
            _arguments = new ScriptValue[Math.Max(4, arguments.Length)];
        }

        arguments.CopyTo(_arguments);
        _argumentCount = arguments.Length;
        _hasArguments = true;
    }

    public void SetArguments(ScriptArray arguments)
    {
        _argumentList = arguments;
        _hasArguments = true;
    }

    /// <summary><c>$</c>: made when first asked for.</summary>
    public ScriptValue Arguments => !_hasArguments ? default : _argumentList ??= new ScriptArray(_arguments.AsSpan(0, _argumentCount));

    /// <summary>Whether <c>$</c> has a value.</summary>
    public bool HasArguments => _hasArguments;

    /// <summary><c>$0</c> without making <c>$</c>, if it was not made yet.</summary>
    public bool TryGetArgument(int index, out ScriptValue value)
    {
        if (_hasArguments && _argumentList is null && (uint)index < (uint)_argumentCount)
        {
            value = _arguments[index];
            return true;
        }

        value = default;
        return false;
    }

    public ref Names Scope => ref _scope;

    public ref Names Locals => ref _locals;
}
