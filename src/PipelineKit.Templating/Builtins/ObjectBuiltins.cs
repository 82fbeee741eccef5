namespace PipelineKit.Templating.Builtins;

/// <summary>The builtin <c>object</c>.</summary>
internal static class ObjectBuiltins
{
    private static readonly ScriptParameter Any = new("value");
    private static readonly ScriptParameter Owner = new("value", ParameterKind.Object);
    private static readonly ScriptParameter Key = new("key", ParameterKind.Text);

    public static ScriptObject Create()
    {
        var result = new ScriptObject();
        Add(result, "default", [Any, new("default")], static call => call[0].IsNull || call[0].AsString is "" ? call[1] : call[0]);
        Add(result, "eval", [Any], static call => Evaluate(call, TemplateMode.ScriptOnly));
        Add(result, "eval_template", [Any], static call => Evaluate(call, TemplateMode.Default));
        Add(result, "format", [Any, new("format", ParameterKind.Text), new("culture", ParameterKind.Text, IsOptional: true)], Format);
        Add(result, "from_json", [new("json", ParameterKind.Text)], FromJson);
        Add(result, "has_key", [Owner, Key], static call => HasKey(call, out _));
        Add(result, "has_value", [Owner, Key], static call => HasKey(call, out var value) && !value.IsNull);
        Add(result, "keys", [Any], Keys);
        Add(result, "kind", [Any], Kind);
        Add(result, "size", [Any], Size);
        Add(result, "to_json", [Any], static call => ScriptJson.Write(call.Context, call[0], indented: false, escapeNonAscii: true));
        Add(result, "typeof", [Any], TypeOf);
        Add(result, "values", [Any], Values);
        result.IsReadOnly = true;
        return result;
    }

    private static void Add(ScriptObject owner, string name, ScriptParameter[] parameters, NativeBody body) =>
        owner[name] = ScriptValue.Of(new NativeFunction("object." + name, parameters, body));

    private static ScriptValue Evaluate(NativeCall call, TemplateMode mode)
    {
        var value = call[0];
        if (value.AsFunction is { } function)
        {
            return call.Context.Call(function, []);
        }

        if (value.AsString is not { } text)
        {
            return value;
        }

        call.Context.CheckLength(text.Length);
        if (call.Context.Profile == TemplateProfile.Manifest)
        {
            throw call.Context.Error("A manifest does not run text as code: what a value brings in stays a value", remedy: "Use include for templates.");
        }

        return call.Context.EvaluateText(text, mode);
    }

    private static ScriptValue Format(NativeCall call)
    {
        var value = call[0];
        switch (value.Kind)
        {
            case ScriptValueKind.Null:
                return string.Empty;
            case ScriptValueKind.Object:
                return ValueText.ToText(call.Context, value);
            case ScriptValueKind.Boolean or ScriptValueKind.String or ScriptValueKind.Array or ScriptValueKind.Range or ScriptValueKind.Function:
                throw call.Context.Error($"Unexpected `{TypeNames.Shown(call.Context, value)}`. Must be a formattable object");
            default:
                return NetFormats.Format(call.Context, value, call[1].AsString ?? string.Empty, Cultures.Get(call.Context, call[2].AsString));
        }
    }

    private static ScriptValue FromJson(NativeCall call)
    {
        var text = call[0].AsString ?? throw call.Context.Error("Value cannot be null. (Parameter 'json')");
        var isManifest = call.Context.Profile == TemplateProfile.Manifest;
        call.Context.ChargeText(text.Length);
        try
        {
            return ScriptJson.Parse(text, exactNumbers: isManifest, allowDuplicateKeys: !isManifest);
        }
        catch (ScriptJsonException error)
        {
            throw call.Context.Error($"The text is no JSON {error.Message}");
        }
    }

    private static bool HasKey(NativeCall call, out ScriptValue value)
    {
        value = default;
        call.Context.ChargeText(call[1].AsString?.Length ?? 0);
        return call[0].AsObject is { } owner && call[1].AsString is { } key && owner.TryGet(key, out value);
    }

    private static ScriptValue Keys(NativeCall call)
    {
        var result = new ScriptArray();
        if (call[0].AsArray is not null)
        {
            result.Add("size");
        }

        foreach (var key in (call[0].AsObject ?? call[0].AsArray?.Members ?? ScriptObject.Empty).Keys)
        {
            Charge(call.Context);
            result.Add(key);
        }

        return ScriptValue.Of(result);
    }

    private static ScriptValue Values(NativeCall call)
    {
        var result = new ScriptArray();
        if (call[0].AsArray is { } array)
        {
            result.Add(array.Count);
        }

        foreach (var value in (call[0].AsObject ?? call[0].AsArray?.Members ?? ScriptObject.Empty).Values)
        {
            Charge(call.Context);
            result.Add(value);
        }

        return ScriptValue.Of(result);
    }

    /// <summary>Scriban does not count these as iterations of a loop; in manifests everything counts.</summary>
    private static void Charge(RenderContext context)
    {
        if (context.Profile == TemplateProfile.Manifest)
        {
            context.Iterate();
        }
    }

    private static ScriptValue Size(NativeCall call)
    {
        var value = call[0];
        return value.Kind switch
        {
            ScriptValueKind.Object => value.AsObject!.Count,
            _ => Members.TryGet(call.Context, value, "size", out var size) ? size : 0,
        };
    }

    private static ScriptValue Kind(NativeCall call) => call[0].IsNull ? ScriptValue.Null : ScriptValue.Of(IsSequence(call[0]) ? "range" : TypeNames.Of(call[0]));

    /// <summary>What Scriban's functions give without making a list of it.</summary>
    private static bool IsSequence(ScriptValue value) => value.Kind == ScriptValueKind.Range || (value.AsArray?.IsSequence ?? false);

    private static ScriptValue TypeOf(NativeCall call) => call[0].Kind switch
    {
        ScriptValueKind.Null => ScriptValue.Null,
        ScriptValueKind.String => "string",
        ScriptValueKind.Boolean => "boolean",
        >= ScriptValueKind.Integer and <= ScriptValueKind.Decimal => "number",
        ScriptValueKind.Array or ScriptValueKind.Range => IsSequence(call[0]) ? "iterator" : "array",
        _ => "object",
    };
}
