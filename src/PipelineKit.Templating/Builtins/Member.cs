namespace PipelineKit.Templating.Builtins;

/// <summary>Members of items, for functions that take a member's name.</summary>
internal static class Member
{
    /// <summary>The member of an object, one that a list carries, or one that comes with the type.</summary>
    public static bool TryGet(RenderContext context, ScriptValue item, string name, out ScriptValue value)
    {
        value = default;
        return ((item.AsObject ?? item.AsArray?.Members)?.TryGet(name, out value) ?? false) || Members.TryGet(context, item, name, out value);
    }

    /// <summary>The member of this very name or, without one, the end of the dotted path; null where there is none.</summary>
    public static ScriptValue OfPath(RenderContext context, ScriptValue item, string path)
    {
        if (TryGet(context, item, path, out var exact))
        {
            return exact;
        }

        context.ChargeText(path.Length);
        foreach (var part in path.AsSpan().Split('.'))
        {
            if (!TryGet(context, item, path[part], out item))
            {
                return default;
            }
        }

        return item;
    }
}
