using PipelineKit.Locking;
using PipelineKit.Templating;

namespace PipelineKit.Render.Functions;

/// <summary>The functions that templates of manifests have besides the language's own. A value of the same name at the top level is reached as <c>values.NAME</c>.</summary>
internal static class RenderFunctions
{
    private static readonly ScriptParameter Text = new("text", ParameterKind.Text);
    private static readonly ScriptParameter Value = new("value");
    private static readonly ScriptParameter Name = new("name", ParameterKind.Text);
    private static readonly ScriptParameter Spaces = new("spaces", ParameterKind.Integer);

    /// <summary>The names, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Create(LockedImages.From([])).Keys];

    /// <summary>The functions, with the images of a lock.</summary>
    public static ScriptObject Create(LockedImages images)
    {
        var all = new ScriptObject();
        Add(all, "image", [Name], call => Find(call, images).Pinned);
        Add(all, "digest", [Name], call => Find(call, images).Digest!.Text);
        Add(all, "image_tag", [Name], call => Find(call, images).Image!.Tag);
        Add(all, "to_yaml", [Value], static call => YamlText.Of(call.Context, call[0]));
        Add(all, "yaml_quote", [Text], static call => YamlText.Quoted(call.Context, call[0].AsString ?? ""));
        Add(all, "yaml_block", [Text], static call => YamlText.Block(call.Context, call[0].AsString ?? ""));
        Add(all, "indent", [Text, Spaces], static call => Indented(call, ""));
        Add(all, "nindent", [Text, Spaces], static call => Indented(call, "\n"));
        Add(all, "to_json", [Value, new("indented", ParameterKind.Boolean, IsOptional: true, Default: false)], static call => ScriptJson.Write(call.Context, call[0], call[1].AsBoolean, escapeNonAscii: false));
        Add(all, "config_hash", [Value], static call => CanonicalHash.Of(call.Context, call[0]));
        Add(all, "require", [Value, new("message", ParameterKind.Text)], static call => Required(call));
        Add(all, "fail", [new("message", ParameterKind.Text)], static call => throw call.Context.Error(call[0].AsString ?? ""));
        Add(all, "k8s_name", [Text], static call => NameShortening.Name(Bounded(call, call[0])));
        Add(all, "k8s_label", [Text], static call => NameShortening.Label(Bounded(call, call[0])));
        Add(all, "merge", [new("first", ParameterKind.Object), new("second", ParameterKind.Object)], static call => Merging.Of(call.Context, call[0], call[1]));
        Add(all, "sort_ordinal", [new("list", ParameterKind.List), new("member", ParameterKind.Text, IsOptional: true)], static call => OrdinalSort.Of(call.Context, call[0], call[1].AsString));
        all.IsReadOnly = true;
        return all;
    }

    private static void Add(ScriptObject all, string name, ScriptParameter[] parameters, NativeBody body) => all.Set(name, new NativeFunction(name, parameters, body));

    private static ImageLookup Find(NativeCall call, LockedImages images)
    {
        if (call[0].AsString is not { Length: > 0 } name)
        {
            throw call.Context.Error("an image is asked for without a name", remedy: "Write its name: `image \"nginx\"`.");
        }

        var lookup = images.Find(name);
        return lookup.IsFound ? lookup : throw call.Context.Error(lookup.Problem, remedy: lookup.Remedy);
    }

    private static ScriptValue Required(NativeCall call) =>
        call[0].IsNull || call[0].AsString is "" ? throw call.Context.Error(call[1].AsString is { Length: > 0 } message ? message : "a required value is missing") : call[0];

    private static string Bounded(NativeCall call, ScriptValue text)
    {
        call.Context.Iterate((text.AsString?.Length ?? 0) / 64);
        return text.AsString ?? "";
    }

    // Every line, empty ones too, and the newline of `nindent` first. What follows a last line break is no line.
    private static string Indented(NativeCall call, string before)
    {
        var text = call[0].AsString ?? "";
        var spaces = call[1].AsLong;
        if (spaces is < 0 or > 1000)
        {
            throw call.Context.Error($"the indent is {spaces}; it must be between 0 and 1000");
        }

        var lines = text.AsSpan().Count('\n') + 1L;
        call.Context.CheckLength(text.Length + (lines * spaces) + before.Length);
        call.Context.Iterate(lines);
        var indent = new string(' ', (int)spaces);
        var end = text.EndsWith('\n') ? text.Length - 1 : text.Length;
        return string.Concat(before, indent, text[..end].Replace("\n", "\n" + indent, StringComparison.Ordinal), text[end..]);
    }
}
