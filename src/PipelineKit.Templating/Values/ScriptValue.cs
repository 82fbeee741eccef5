using System.Numerics;
using System.Runtime.CompilerServices;

namespace PipelineKit.Templating;

#pragma warning disable CA2225 // The named alternative of every conversion is Of.
/// <summary>A value of a template: sixteen bytes, without allocation for numbers, booleans, dates and references. The default is null.</summary>
public readonly struct ScriptValue
{
    private readonly object? _reference;
    private readonly long _bits;

    private ScriptValue(object? reference, long bits = 0)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <summary>No value.</summary>
    public static ScriptValue Null => default;

    /// <summary>True.</summary>
    public static ScriptValue True => new(Tag.Boolean, 1);

    /// <summary>False.</summary>
    public static ScriptValue False => new(Tag.Boolean);

    /// <summary>The type.</summary>
    public ScriptValueKind Kind => _reference switch
    {
        null => ScriptValueKind.Null,
        Tag tag => tag.Kind,
        string => ScriptValueKind.String,
        ScriptReference reference => reference.Kind,
        decimal => ScriptValueKind.Decimal,
        _ => ScriptValueKind.BigInteger,
    };

    /// <summary>Whether there is no value.</summary>
    public bool IsNull => _reference is null;

    /// <summary>Whether it is text.</summary>
    public bool IsString => _reference is string;

    /// <summary>Whether it is an int or a long.</summary>
    public bool IsWhole => ReferenceEquals(_reference, Tag.Integer) || ReferenceEquals(_reference, Tag.Long);

    /// <summary>Whether it is a number of any type.</summary>
    public bool IsNumber => Kind is >= ScriptValueKind.Integer and <= ScriptValueKind.Decimal;

    /// <summary>Truth in the language: only null, false and the empty object are false.</summary>
    public bool IsTrue => _reference is not null
        && !(ReferenceEquals(_reference, Tag.Boolean) && _bits == 0)
        && !ReferenceEquals(_reference, ScriptObject.Empty);

    /// <summary>The text, or null when it is none.</summary>
    public string? AsString => _reference as string;

    /// <summary>The array, or null when it is none.</summary>
    public ScriptArray? AsArray => _reference as ScriptArray;

    /// <summary>The object, or null when it is none.</summary>
    public ScriptObject? AsObject => _reference as ScriptObject;

    /// <summary>The range, or null when it is none.</summary>
    public ScriptRange? AsRange => _reference as ScriptRange;

    /// <summary>The function, or null when it is none; an object that can be called is one (<see cref="ScriptObject.Callable"/>).</summary>
    public ScriptFunction? AsFunction => _reference as ScriptFunction;

    /// <summary>The value of a <see cref="ScriptValueKind.Boolean"/>.</summary>
    public bool AsBoolean => _bits != 0;

    /// <summary>The value of a <see cref="ScriptValueKind.Integer"/> or <see cref="ScriptValueKind.Long"/>.</summary>
    public long AsLong => _bits;

    /// <summary>The value of a <see cref="ScriptValueKind.Double"/> or <see cref="ScriptValueKind.Float"/>.</summary>
    public double AsDouble => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The value of a <see cref="ScriptValueKind.Decimal"/>.</summary>
    public decimal AsDecimal => (decimal)_reference!;

    /// <summary>The value of a <see cref="ScriptValueKind.BigInteger"/>.</summary>
    public BigInteger AsBigInteger => (BigInteger)_reference!;

    /// <summary>The value of a <see cref="ScriptValueKind.Date"/>.</summary>
    public DateTime AsDate => DateTime.FromBinary(_bits);

    /// <summary>The value of a <see cref="ScriptValueKind.TimeSpan"/>.</summary>
    public TimeSpan AsTimeSpan => new(_bits);

    /// <summary>Whether both are the same object, or the same primitive of the same type; not the language's <c>==</c>.</summary>
    internal bool IsSame(ScriptValue other) =>
        _bits == other._bits && (ReferenceEquals(_reference, other._reference) || (_reference is string or decimal or BigInteger && _reference.Equals(other._reference)));

    /// <summary>A boolean.</summary>
    public static ScriptValue Of(bool value) => new(Tag.Boolean, value ? 1 : 0);

    /// <summary>A 32-bit integer.</summary>
    public static ScriptValue Of(int value) => new(Tag.Integer, value);

    /// <summary>A 64-bit integer; stays one even when it would fit 32 bits.</summary>
    public static ScriptValue Of(long value) => new(Tag.Long, value);

    /// <summary>A binary32.</summary>
    public static ScriptValue Of(float value) => new(Tag.Float, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A binary64.</summary>
    public static ScriptValue Of(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A decimal.</summary>
    public static ScriptValue Of(decimal value) => new(value);

    /// <summary>An integer of any size; stays one even when it would fit 64 bits.</summary>
    public static ScriptValue Of(BigInteger value) => new(value);

    /// <summary>The smallest integer type that holds the value.</summary>
    public static ScriptValue Shrunk(BigInteger value) =>
        value >= int.MinValue && value <= int.MaxValue ? Of((int)value)
        : value >= long.MinValue && value <= long.MaxValue ? Of((long)value)
        : Of(value);

    /// <summary>The smallest integer type that holds the value.</summary>
    public static ScriptValue Shrunk(long value) => value is >= int.MinValue and <= int.MaxValue ? Of((int)value) : Of(value);

    /// <summary>Text, or null.</summary>
    public static ScriptValue Of(string? value) => new(value);

    /// <summary>A date.</summary>
    public static ScriptValue Of(DateTime value) => new(Tag.Date, value.ToBinary());

    /// <summary>A length of time.</summary>
    public static ScriptValue Of(TimeSpan value) => new(Tag.TimeSpan, value.Ticks);

    /// <summary>An array, object, range or function, or null.</summary>
    public static ScriptValue Of(ScriptReference? value) => new(value);

    /// <summary>Text.</summary>
    public static implicit operator ScriptValue(string? value) => new(value);

    /// <summary>A boolean.</summary>
    public static implicit operator ScriptValue(bool value) => Of(value);

    /// <summary>A 32-bit integer.</summary>
    public static implicit operator ScriptValue(int value) => Of(value);

    /// <summary>A binary64.</summary>
    public static implicit operator ScriptValue(double value) => Of(value);

    /// <summary>An array, object, range or function.</summary>
    public static implicit operator ScriptValue(ScriptReference? value) => new(value);

#pragma warning restore CA2225

    /// <summary>For a debugger; not how the language prints.</summary>
    public override string ToString() => Kind switch
    {
        ScriptValueKind.Null => "null",
        ScriptValueKind.String => $"\"{AsString}\"",
        ScriptValueKind.Integer or ScriptValueKind.Long => AsLong.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ScriptValueKind.Boolean => AsBoolean ? "true" : "false",
        _ => Kind.ToString(),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Is(Tag tag) => ReferenceEquals(_reference, tag);

    /// <summary>Marks what the bits are.</summary>
    internal sealed class Tag(ScriptValueKind kind)
    {
        public static readonly Tag Boolean = new(ScriptValueKind.Boolean);
        public static readonly Tag Integer = new(ScriptValueKind.Integer);
        public static readonly Tag Long = new(ScriptValueKind.Long);
        public static readonly Tag Float = new(ScriptValueKind.Float);
        public static readonly Tag Double = new(ScriptValueKind.Double);
        public static readonly Tag Date = new(ScriptValueKind.Date);
        public static readonly Tag TimeSpan = new(ScriptValueKind.TimeSpan);

        public ScriptValueKind Kind { get; } = kind;
    }
}

/// <summary>A value that is an object of its own: array, object, range, function.</summary>
public abstract class ScriptReference
{
    private protected ScriptReference()
    {
    }

    /// <summary>The type.</summary>
    public abstract ScriptValueKind Kind { get; }
}
