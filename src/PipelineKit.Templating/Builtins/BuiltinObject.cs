namespace PipelineKit.Templating.Builtins;

/// <summary>Puts a builtin object together.</summary>
/// <param name="name">As templates write it.</param>
internal sealed class BuiltinObject(string name)
{
    private readonly ScriptObject _members = new();

    /// <summary>Adds a function.</summary>
    public BuiltinObject Add(string function, NativeBody body, params ScriptParameter[] parameters)
    {
        _members.Set(function, new NativeFunction(name + "." + function, parameters, body));
        return this;
    }

    /// <summary>The object, which templates cannot change.</summary>
    public ScriptObject Done()
    {
        _members.IsReadOnly = true;
        return _members;
    }
}

/// <summary>Short forms of parameters.</summary>
internal static class Parameter
{
    public static ScriptParameter Any(string name) => new(name);

    public static ScriptParameter Text(string name) => new(name, ParameterKind.Text);

    public static ScriptParameter Integer(string name) => new(name, ParameterKind.Integer);

    public static ScriptParameter List(string name) => new(name, ParameterKind.List);

    /// <summary>The same, which may be left out.</summary>
    public static ScriptParameter Or(this ScriptParameter parameter, ScriptValue value) => parameter with { IsOptional = true, Default = value };

    /// <summary>The same, which takes all further arguments.</summary>
    public static ScriptParameter Rest(this ScriptParameter parameter) => parameter with { IsVariadic = true };
}
