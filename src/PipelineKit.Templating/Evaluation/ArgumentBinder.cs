using System.Globalization;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating.Evaluation;

/// <summary>Binds the arguments of one call to parameters, as Scriban does, and runs the function.</summary>
internal ref struct ArgumentBinder
{
    /// <summary>As many parameters as a function may have.</summary>
    private const int MaxParameters = 63;

    private readonly RenderContext _context;
    private readonly ScriptFunction _function;
    private readonly Expression _caller;
    private readonly ReadOnlySpan<ScriptParameter> _parameters;
    private readonly bool _isDirect;
    private readonly bool _isVariadic;
    private readonly int _start;
    private int _reserved;
    private int _count;
    private ulong _given;
    private ScriptObject? _named;

    public ArgumentBinder(RenderContext context, ScriptFunction function, Expression caller)
    {
        _context = context;
        _function = function;
        _caller = caller;
        switch (function)
        {
            case NativeFunction native:
                _parameters = native.ParameterSpan;
                break;
            case TemplateFunction template:
                _parameters = template.Definition.Signature;
                _isDirect = template.Definition.Parameters is null;
                break;
            default:
                _isDirect = true;
                break;
        }

        if (_parameters.Length > MaxParameters)
        {
            throw context.ErrorAt(caller.Span, Text($"Out of range number of parameters {_parameters.Length} for target function `{SyntaxText.Of(caller)}`. The maximum number of parameters for a function is: {MaxParameters + 1}."));
        }

        _isVariadic = _parameters.Length > 0 && _parameters[^1].IsVariadic;
        _reserved = _parameters.Length + 4;
        _start = context.ReserveArguments(_reserved);
    }

    public Block? Body { get; init; }

    public TemplateSource? BodySource { get; init; }

    /// <summary>How many parameters take one argument each.</summary>
    private readonly int FixedCount => _isVariadic ? _parameters.Length - 1 : _parameters.Length;

    /// <summary>The next positional argument, as an expression.</summary>
    public void AddEvaluated(Expression value) => Put(_count, Converted(_count, value.Evaluate(_context), value.Span));

    /// <summary>The next positional argument.</summary>
    public void Add(ScriptValue value) => Put(_count, Converted(_count, value, _caller.Span));

    /// <summary>An argument as written.</summary>
    public void Add(Argument argument, Argument[] all, Expression? piped)
    {
        var index = _count;
        if (argument.Name is { } name)
        {
            index = IndexOf(name);
            if (index < 0 && (_isDirect || _isVariadic) && !(_context.IsManifest && _function is NativeFunction))
            {
                (_named ??= new ScriptObject()).Set(name, ValueOf(argument));
                return;
            }

            if (index < 0)
            {
                if (_context.IsManifest)
                {
                    throw _context.ErrorAt(argument.Span, UnknownName(name));
                }

                // Scriban takes it as the next positional argument.
                index = _count;
            }
        }

        if (argument.IsSpread)
        {
            Spread(argument);
            return;
        }

        Put(index, Converted(index, ValueOf(argument), argument.Value?.Span ?? argument.Span));
    }

    public ScriptValue Run() => Run([], piped: null);

    /// <summary>Fills in what was left out and runs the function.</summary>
    public ScriptValue Run(Argument[] arguments, Expression? piped)
    {
        Fill(FixedCount);
        var required = 0;
        while (required < _parameters.Length && !_parameters[required].IsOptional && !_parameters[required].IsVariadic)
        {
            required++;
        }

        var mask = (1UL << required) - 1;
        if ((_given & mask) != mask)
        {
            throw WrongCount(System.Numerics.BitOperations.PopCount(_given & mask), required, AfterCaller());
        }

        if (!_isDirect && !_isVariadic && _count > _parameters.Length)
        {
            throw WrongCount(_count, _parameters.Length, Surplus(arguments, piped));
        }

        _context.Node = _caller;
        _context.EnterCall(_caller);
        var result = Invoke();
        _context.LeaveCall();
        _context.ReleaseArguments(_start);
        return result;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly ScriptValue Invoke()
    {
        var arguments = _context.ArgumentsFrom(_start, _count);
        switch (_function)
        {
            case NativeFunction native:
                _context.EnterNest();
                var result = native.Body(new NativeCall(_context, arguments));
                _context.LeaveNest();
                return result;
            case TemplateFunction template:
                return template.Run(_context, arguments, _named, Body, BodySource);
            default:
                return ((DirectFunction)_function).Run(_context, _caller, new ScriptArray(arguments) { Members = _named });
        }
    }

    private readonly ScriptValue ValueOf(Argument argument) => argument.Value is { } value ? value.Evaluate(_context) : ScriptValue.True;

    private readonly int IndexOf(string name)
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (string.Equals(_parameters[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private readonly ScriptValue Converted(int index, ScriptValue value, SourceSpan span)
    {
        var kind = index < _parameters.Length ? _parameters[index].Kind
            : _isVariadic ? _parameters[^1].Kind
            : ParameterKind.Any;
        if (kind == ParameterKind.Any)
        {
            return value;
        }

        _context.At(span);
        return Conversions.Convert(_context, value, kind);
    }

    private void Spread(Argument argument)
    {
        var value = ValueOf(argument);
        _context.At(argument.Span);
        if (!ScriptItems.TryOf(_context, value, out var items) || value.IsNull)
        {
            Put(_count, Converted(_count, value, argument.Span));
            return;
        }

        while (items.MoveNext(out var item))
        {
            Put(_count, Converted(_count, item, _caller.Span));
        }
    }

    private void Put(int index, ScriptValue value)
    {
        Fill(index);
        if (index >= _count)
        {
            _count = index + 1;
            if (_count > _reserved)
            {
                _context.ReserveArguments(_count);
                _reserved += _count;
            }
        }

        _context.ArgumentAt(_start + index) = value;
        if (index < _parameters.Length)
        {
            _given |= 1UL << index;
        }
    }

    /// <summary>Gives parameters up to a position their defaults.</summary>
    private void Fill(int end)
    {
        for (; _count < end && _count < _parameters.Length; _count++)
        {
            var parameter = _parameters[_count];
            _context.ArgumentAt(_start + _count) = parameter.IsOptional ? parameter.Default : default;
            if (parameter.IsOptional)
            {
                _given |= 1UL << _count;
            }
        }
    }

    private readonly SourceSpan AfterCaller() => new(_caller.Span.End, _caller.Span.End);

    private readonly SourceSpan Surplus(Argument[] arguments, Expression? piped)
    {
        var written = _count - 1 - (piped is null ? 0 : 1);
        return written >= 0 && written < arguments.Length ? arguments[written].Span : AfterCaller();
    }

    private readonly TemplateException WrongCount(int given, int expected, SourceSpan span) =>
        _context.ErrorAt(span, Text($"Invalid number of arguments `{given}` passed to `{SyntaxText.Of(_caller)}` while expecting `{expected}` arguments"));

    private readonly string UnknownName(string name)
    {
        var names = new List<string>();
        foreach (var parameter in _parameters)
        {
            names.Add(parameter.Name);
        }

        return names.Count == 0
            ? $"The function `{_function.Name}` takes no argument named `{name}`; it takes none by name."
            : $"The function `{_function.Name}` takes no argument named `{name}`; its arguments are: {string.Join(", ", names)}.";
    }
}
