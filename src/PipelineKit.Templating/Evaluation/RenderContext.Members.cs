using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

public sealed partial class RenderContext
{
    /// <summary>What a name or path stands for: a function is called without arguments.</summary>
    internal ScriptValue Called(ScriptValue value, Expression caller)
    {
        // Texts and objects are what paths mostly lead to, and the types that are told apart fastest.
        if (value.IsString || value.AsObject is not null)
        {
            return value;
        }

        return value.AsFunction is { } function ? Call(function, caller, piped: null, []) : value;
    }

    /// <summary>A member that the type itself has: <c>.size</c>, those of dates and lengths of time.</summary>
    internal bool TryGetOwnMember(ScriptValue target, string name, out ScriptValue value) => Members.TryGet(this, target, name, out value);

    /// <summary>Sets a member; false when it is read-only or the value can have none.</summary>
    internal bool TrySetMember(ScriptValue target, string name, ScriptValue value)
    {
        if (target.AsObject is { } owner)
        {
            if (owner.IsReadOnlyMember(name))
            {
                return Members.TrySet(this, owner, name, value);
            }

            owner.Set(name, value);
            return true;
        }

        if (target.AsArray is not { } list || list.IsReadOnly || name == "size")
        {
            return false;
        }

        var members = list.Members ??= new ScriptObject();
        if (members.IsReadOnlyMember(name))
        {
            return false;
        }

        members.Set(name, value);
        return true;
    }

    /// <summary><c>x.empty?</c>: null of a value that cannot be empty.</summary>
    internal static ScriptValue IsEmpty(ScriptValue value) => value.Kind switch
    {
        ScriptValueKind.Null => default,
        ScriptValueKind.String => value.AsString!.Length == 0,
        ScriptValueKind.Array => value.AsArray!.Count == 0,
        ScriptValueKind.Object => value.AsObject!.Count == 0,
        ScriptValueKind.Range => value.AsRange!.Count == 0,
        _ => false,
    };
}
