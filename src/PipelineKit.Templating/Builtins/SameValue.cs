using System.Runtime.CompilerServices;

namespace PipelineKit.Templating.Builtins;

/// <summary>Equality of <c>array.uniq</c>: the same type and value; lists and objects by identity.</summary>
internal sealed class SameValue : IEqualityComparer<ScriptValue>
{
    public static SameValue Comparer { get; } = new();

    public bool Equals(ScriptValue x, ScriptValue y) => x.IsSame(y);

    public int GetHashCode(ScriptValue obj) => obj.Kind switch
    {
        ScriptValueKind.Null => 0,
        ScriptValueKind.String => string.GetHashCode(obj.AsString, StringComparison.Ordinal),
        ScriptValueKind.Decimal => obj.AsDecimal.GetHashCode(),
        ScriptValueKind.BigInteger => obj.AsBigInteger.GetHashCode(),
        ScriptValueKind.Array => RuntimeHelpers.GetHashCode(obj.AsArray),
        ScriptValueKind.Object => RuntimeHelpers.GetHashCode(obj.AsObject),
        ScriptValueKind.Range => RuntimeHelpers.GetHashCode(obj.AsRange),
        ScriptValueKind.Function => RuntimeHelpers.GetHashCode(obj.AsFunction),
        _ => obj.AsLong.GetHashCode(),
    };
}
