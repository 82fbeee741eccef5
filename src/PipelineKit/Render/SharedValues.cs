using PipelineKit.Templating;

namespace PipelineKit.Render;

/// <summary>Values that several renderings share: what one template does to them must not be seen by the next, whichever comes first.</summary>
internal static class SharedValues
{
    /// <summary>Makes them unchangeable, whole. An attempt to change them is an error at its place.</summary>
    internal static void Freeze(ScriptValue value)
    {
        if (value.AsObject is { } members)
        {
            members.IsReadOnly = true;
            foreach (var member in members.Values)
            {
                Freeze(member);
            }
        }
        else if (value.AsArray is { } items)
        {
            items.IsReadOnly = true;
            foreach (var item in items.Items)
            {
                Freeze(item);
            }
        }
    }

    /// <summary>A copy that can be changed.</summary>
    internal static ScriptObject Copy(ScriptObject values)
    {
        var copy = new ScriptObject();
        for (var i = 0; i < values.Count; i++)
        {
            copy.Set(values.Keys[i], CopyValue(values.Values[i]));
        }

        return copy;
    }

    private static ScriptValue CopyValue(ScriptValue value)
    {
        if (value.AsObject is { } members)
        {
            return Copy(members);
        }

        if (value.AsArray is not { } items)
        {
            return value;
        }

        var copy = new ScriptArray(items.Count);
        foreach (var item in items.Items)
        {
            copy.Add(CopyValue(item));
        }

        return copy;
    }
}
