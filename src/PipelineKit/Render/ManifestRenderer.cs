using PipelineKit.Ci;
using PipelineKit.Manifests.Rendered;
using PipelineKit.Render.Sources;
using PipelineKit.Render.Values;
using PipelineKit.Templating;

namespace PipelineKit.Render;

/// <summary>Template to manifest: render, read strictly, check every image, stamp. Safe for many threads.</summary>
/// <param name="options">The rules.</param>
/// <param name="templates">Where includes come from.</param>
/// <param name="metadata">What workloads are stamped with.</param>
internal sealed class ManifestRenderer(RenderOptions options, TemplateSet templates, Metadata metadata)
{
    private static readonly RenderedYamlLimits YamlLimits = RenderedYamlLimits.Default;

    // Exclusions are applied afterwards, because each use is to be reported.
    private readonly PinCheckOptions _pins = new() { Rules = options.ImageRules };

    private readonly ImageExclusions _exclusions = new(options.ExcludeImages);

    private readonly TimeProvider? _clock = options.Now is { } now ? new StoppedClock(now) : null;

    /// <summary>Renders one template for one environment.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal RenderedManifest Render(EnvironmentInputs environment, ParsedFile file, CancellationToken cancellation)
    {
        using var buffer = new PooledBuffer();
        var map = new SourceMap();
        var loader = new IncludeLoader(templates.JailOf(file.File));
        var manifest = new RenderedManifest { Environment = environment.Name, File = file.File };
        try
        {
            file.Template.Render(OptionsFor(environment, loader, map), buffer, cancellation);
        }
        catch (TemplateException e)
        {
            return manifest with { Problems = [.. e.Diagnostics.Select(TemplateFailures.Of)] };
        }

        using var yaml = RenderedYaml.Read(buffer.Written, YamlLimits);
        var places = new OutputPlaces(buffer.Written, map, file.File.Path);
        manifest = manifest with { Includes = loader.Used };
        if (yaml.Errors.Count > 0)
        {
            return manifest with { Problems = places.FailuresOf(yaml.Errors) };
        }

        var pins = PinCheck.Run(yaml, environment.Lock.Pins, _pins);
        manifest = manifest with { Pins = pins, Findings = [.. pins.Findings.Select(f => FindingOf(f, places, environment.Name)), .. BooleansOf(yaml, places, environment.Name)], Documents = CountDocuments(yaml) };
        return manifest.Documents == 0 || manifest.Findings.Any(f => f.Level == AnnotationLevel.Error) ? manifest : Stamp(manifest, yaml, places, environment);
    }

    private RenderedManifest Stamp(RenderedManifest manifest, RenderedYaml yaml, OutputPlaces places, EnvironmentInputs environment)
    {
        var stamped = WorkloadStamp.Apply(yaml, metadata.PlanFor(yaml, manifest.Pins.Images, environment.Lock.Hash));
        var untouched = stamped.Untouched.Select(offset => places.FailureAt(
            offset, "the annotations of the workload cannot be written here: its metadata is an alias, or a value is not text on one line", "Write the metadata out, or give `metadata: none`."));
        return stamped.Untouched.Count > 0 ? manifest with { Problems = [.. untouched] }
            : manifest with { Bytes = stamped.Bytes.Span.SequenceEqual(yaml.Text.Span) ? yaml.Text.ToArray() : stamped.Bytes };
    }

    private TemplateRenderOptions OptionsFor(EnvironmentInputs environment, IncludeLoader loader, SourceMap map) => new()
    {
        Profile = options.Profile,
        Model = TemplateModel.Of(options.Profile == TemplateProfile.Manifest ? environment.Values : SharedValues.Copy(environment.Values), environment.Name),
        Absent = environment.Name.Length == 0 ? TemplateModel.WithoutEnvironment : null,
        Globals = environment.Lock.Functions,
        Loader = loader,
        Limits = TemplateLimits.Manifest,
        Clock = _clock,
        SourceMap = map,
    };

    private static int CountDocuments(RenderedYaml yaml)
    {
        var count = 0;
        for (var i = 0; i < yaml.DocumentCount; i++)
        {
            count += yaml.IsNull(yaml.Document(i).Root) ? 0 : 1;
        }

        return count;
    }

    private RenderFinding FindingOf(PinFinding finding, OutputPlaces places, string environment)
    {
        var where = finding.Where.Length == 0 ? "" : $" at {finding.Where}";
        return _exclusions.Match(finding.Value)
            ? new RenderFinding(RenderRule.Excluded, AnnotationLevel.Warning, $"`{finding.Value}`{where} is let through unjudged", places.PlaceOf(finding.Offset), environment)
            : new RenderFinding(RuleOf(finding.Verdict), AnnotationLevel.Error, $"{finding.Message}{where}{places.Includes(finding.Offset)}", places.PlaceOf(finding.Offset), environment)
            {
                Remedy = finding.Remedy,
                Detail = places.Tell(finding.Offset),
            };
    }

    // A value that prints such a word is text, since booleans print `true` and `false`. What stands in the template itself is what its author wrote.
    private static IEnumerable<RenderFinding> BooleansOf(RenderedYaml yaml, OutputPlaces places, string environment) =>
        BooleanWords.Find(yaml).Where(w => !places.IsText(w.Span.Start) || !places.IsText(w.Span.End - 1)).Select(w =>
            new RenderFinding(
                RenderRule.ReadsAsBoolean,
                AnnotationLevel.Warning,
                $"the text `{w.Word}` of a value has no quotes{(w.IsKey ? " as the key of" : " at")} {w.Where}, so kubectl takes it for a boolean{places.Includes(w.Span.Start)}",
                places.PlaceOf(w.Span.Start),
                environment)
            {
                Detail = places.Tell(w.Span.Start),
            });

    private static RenderRule RuleOf(PinVerdict verdict) =>
        verdict switch
        {
            PinVerdict.NotPinned => RenderRule.NotPinned,
            PinVerdict.NotInLock => RenderRule.NotInLock,
            PinVerdict.WrongRepository => RenderRule.WrongRepository,
            PinVerdict.BadReference => RenderRule.BadReference,
            PinVerdict.BadDigest => RenderRule.BadDigest,
            PinVerdict.Empty => RenderRule.EmptyImage,
            PinVerdict.TagDisagrees => RenderRule.TagDisagrees,
            PinVerdict.UnusedLockEntry => RenderRule.UnusedLockEntry,
            PinVerdict.TwoDigests => RenderRule.TwoDigests,
            _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, message: null),
        };
}

/// <summary>The one time a rendering knows.</summary>
/// <param name="now">That time.</param>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
}
