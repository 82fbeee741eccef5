namespace PipelineKit.Templating;

/// <summary>What a parameter takes; arguments are converted by the language's rules before a function sees them.</summary>
public enum ParameterKind
{
    /// <summary>Any value, as it is.</summary>
    Any,

    /// <summary>Text; other values are printed, null stays null.</summary>
    Text,

    /// <summary>A 32-bit integer.</summary>
    Integer,

    /// <summary>A 64-bit integer.</summary>
    Long,

    /// <summary>A binary64; text is not converted.</summary>
    Double,

    /// <summary>Truth of any value.</summary>
    Boolean,

    /// <summary>An array, range or other sequence; null stays null, anything else is an error.</summary>
    List,

    /// <summary>An object; null stays null, anything else is an error.</summary>
    Object,

    /// <summary>A function; anything else is an error.</summary>
    Function,

    /// <summary>A date; text is parsed.</summary>
    Date,

    /// <summary>A length of time.</summary>
    TimeSpan,
}

/// <summary>A parameter of a function.</summary>
/// <param name="Name">As named arguments spell it.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
/// <param name="Default">What it is then.</param>
/// <param name="IsVariadic">Takes all further arguments; only the last parameter.</param>
public sealed record ScriptParameter(string Name, ParameterKind Kind = ParameterKind.Any, bool IsOptional = false, ScriptValue Default = default, bool IsVariadic = false);

/// <summary>A call of a <see cref="NativeFunction"/>: one value per parameter, converted, defaults filled in; then those of a variadic parameter.</summary>
public readonly ref struct NativeCall(RenderContext context, ReadOnlySpan<ScriptValue> arguments)
{
    /// <summary>The rendering.</summary>
    public RenderContext Context { get; } = context;

    /// <summary>The arguments.</summary>
    public ReadOnlySpan<ScriptValue> Arguments { get; } = arguments;

    /// <summary>An argument.</summary>
    public ScriptValue this[int index] => Arguments[index];
}

/// <summary>Code behind a function.</summary>
public delegate ScriptValue NativeBody(NativeCall call);

/// <summary>A value that can be called.</summary>
public abstract class ScriptFunction : ScriptReference
{
    private protected ScriptFunction(string? name) => Name = name;

    /// <inheritdoc />
    public override ScriptValueKind Kind => ScriptValueKind.Function;

    /// <summary>Its name as messages show it (<c>string.append</c>); null without one.</summary>
    public string? Name { get; }
}

/// <summary>A function in C#: a builtin, or one of the host.</summary>
/// <param name="name">Its name as messages show it.</param>
/// <param name="parameters">Required ones, optional ones, then at most one variadic.</param>
/// <param name="body">The code. Charges what it iterates and builds (<see cref="RenderContext.Iterate"/>, <see cref="RenderContext.CheckLength"/>).</param>
public sealed class NativeFunction(string name, IReadOnlyList<ScriptParameter> parameters, NativeBody body) : ScriptFunction(name)
{
    private ScriptParameter[]? _parameters;

    /// <summary>Its parameters.</summary>
    public IReadOnlyList<ScriptParameter> Parameters { get; } = parameters;

    /// <summary>The same, for binding a call.</summary>
    internal ReadOnlySpan<ScriptParameter> ParameterSpan => _parameters ??= Parameters as ScriptParameter[] ?? [.. Parameters];

    /// <summary>The code.</summary>
    public NativeBody Body { get; } = body;
}
