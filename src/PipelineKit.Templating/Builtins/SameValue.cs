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

/// <summary>Members of items, for functions that take a member's name.</summary>
internal static class Member
{
    /// <summary>The member of an object, or the one a list carries.</summary>
    public static bool TryGet(ScriptValue item, string name, out ScriptValue value)
    {
        value = default;
        return (item.AsObject ?? item.AsArray?.Members)?.TryGet(name, out value) ?? false;
    }

    /// <summary>The member of this very name or, without one, the end of the dotted path; null where there is none.</summary>
    public static ScriptValue OfPath(RenderContext context, ScriptValue item, string path)
    {
        if (TryGet(item, path, out var exact))
        {
            return exact;
        }

        context.ChargeText(path.Length);
        foreach (var part in path.AsSpan().Split('.'))
        {
            if (!TryGet(item, path[part], out item))
            {
                return default;
            }
        }

        return item;
    }
}
