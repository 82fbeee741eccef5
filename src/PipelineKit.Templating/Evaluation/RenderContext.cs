using System.Globalization;
using PipelineKit.Templating.Builtins;
using PipelineKit.Templating.Evaluation;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

/// <summary>A rendering under way: what functions may ask of it, and what they must charge to it.</summary>
public sealed partial class RenderContext
{
    internal RenderContext(TemplateRenderOptions options, TemplateParseOptions parseOptions, TemplateSource source, OutputWriter output, CancellationToken cancellation)
    {
        Options = options;
        Profile = options.Profile;
        Limits = options.Limits ?? (IsManifest ? TemplateLimits.Manifest : TemplateLimits.Scriban);
        Cancellation = cancellation;
        Source = source;
        Output = output;
        _parseOptions = parseOptions;
        _strictVariables = options.StrictVariables ?? IsManifest;
        RelaxedMembers = options.RelaxedMemberAccess ?? !IsManifest;
        _clock = options.Clock ?? TimeProvider.System;
        _started = Limits.Time > TimeSpan.Zero ? _clock.GetTimestamp() : 0;
        _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        _frame = new Frame();
        _frame.Enter(caller: null, loopBase: 0, hasScope: false, isClosed: true, isWith: false);
        PushObject(IncludeFunctions.All);
        PushObject(BuiltinCatalog.All);
        if (options.Globals is not null)
        {
            PushObject(options.Globals);
        }

        PushObject(CopyOf(options.Model));
        output.Begin(this);
        PlanCheck();
    }

    /// <summary>What the template is rendered with.</summary>
    public TemplateRenderOptions Options { get; }

    /// <summary>The rules.</summary>
    public TemplateProfile Profile { get; }

    /// <summary>The bounds.</summary>
    public TemplateLimits Limits { get; }

    /// <summary>How numbers and dates are printed.</summary>
    public CultureInfo Culture => Options.Culture;

    /// <summary>Ends the rendering from outside.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The column the next character of the output is written to, 0-based, in characters; what column-aware functions align to.</summary>
    public int Column => Output.Column;

    /// <summary>Whether the rules are those of manifests.</summary>
    internal bool IsManifest => Profile == TemplateProfile.Manifest;

    /// <summary>Whether a missing member is null.</summary>
    internal bool RelaxedMembers { get; }

    /// <summary>What is written to.</summary>
    internal OutputWriter Output { get; }

    /// <summary>The text of the nodes that are being run.</summary>
    internal TemplateSource Source { get; set; }

    /// <summary>The value of the last <c>ret</c>.</summary>
    internal ScriptValue Returned { get; set; }

    /// <summary>The text of a value as the language prints it; of null, the empty text.</summary>
    public string ToText(ScriptValue value) => ValueText.ToText(this, value);

    /// <summary>What <c>ret</c> gave, which is taken.</summary>
    internal ScriptValue TakeReturned()
    {
        var value = Returned;
        Returned = default;
        return value;
    }

    /// <summary>The model, so that assignments of the template do not change it.</summary>
    private static ScriptObject CopyOf(ScriptObject model)
    {
        var copy = new ScriptObject { IsReadOnly = model.IsReadOnly };
        var keys = model.Keys;
        var values = model.Values;
        for (var i = 0; i < keys.Length; i++)
        {
            copy.Set(keys[i], values[i]);
            if (model.IsReadOnlyMember(keys[i]))
            {
                copy.SetReadOnly(keys[i]);
            }
        }

        return copy;
    }
}
