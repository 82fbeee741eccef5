using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using PipelineKit.Locking;
using PipelineKit.Manifests.Rendered;
using PipelineKit.Render.Functions;
using PipelineKit.Render.Values;
using PipelineKit.Templating;

namespace PipelineKit.Benchmarks;

/// <summary>The parts of render within one process, warm: parse, render, and render with everything that is checked afterwards.</summary>
internal sealed class PartsBenchmark(double seconds)
{
    private const int Services = 50;

    /// <summary>Prints a table; true when every limit holds.</summary>
    public bool Run()
    {
        var template = Template.Parse(Fleet.Template, "fleet.yaml.sbn");
        var images = LockedImages.From(ImageLockFile.Parse(Fleet.Lock(Services), "images.lock.yaml"));
        var model = TemplateModel.Of(ValuesReader.Read(Encoding.UTF8.GetBytes(Fleet.Values(Services)), "values.yaml"), "");
        var globals = RenderFunctions.Create(images);
        var pins = PinLock.From(images);
        var output = new ArrayBufferWriter<byte>(1 << 20);
        TemplateRenderOptions Options() => new() { Profile = TemplateProfile.Manifest, Model = model, Globals = globals };
        Render(template, Options(), output);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Fleet.Template.Length} characters of template, {output.WrittenCount} bytes rendered\n"));
        Console.WriteLine("| what | per second | limit | time | allocated | limit |\n|---|---|---|---|---|---|");
        var holds = Measure("parse", 30_000, 60_000, () => Template.Parse(Fleet.Template, "fleet.yaml.sbn"));
        holds &= Measure("render, a new context each", 2_400, 300_000, () => Render(template, Options(), output));
        holds &= Measure("render with source map, YAML and pin check", 1_000, null, () => Checked(template, Options() with { SourceMap = new SourceMap() }, output, pins));
        return holds;
    }

    private static void Render(Template template, TemplateRenderOptions options, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        template.Render(options, output, CancellationToken.None);
    }

    private static void Checked(Template template, TemplateRenderOptions options, ArrayBufferWriter<byte> output, PinLock images)
    {
        Render(template, options, output);
        using var yaml = RenderedYaml.Read(output.WrittenMemory, RenderedYamlLimits.Default);
        var result = PinCheck.Run(yaml, images, new PinCheckOptions());
        if (yaml.Errors.Count > 0 || result.Findings.Count > 0)
        {
            throw new InvalidOperationException($"{yaml.Errors.Count} errors and {result.Findings.Count} findings in a fleet that has none");
        }
    }

    private bool Measure(string what, int limit, int? bytesLimit, Action action)
    {
        var warm = Stopwatch.StartNew();
        while (warm.Elapsed.TotalSeconds < seconds)
        {
            action();
        }

        var rates = new double[5];
        var bytes = 0L;
        for (var i = 0; i < rates.Length; i++)
        {
            var (count, before, watch) = (0, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            for (; watch.Elapsed.TotalSeconds < seconds; count++)
            {
                action();
            }

            rates[i] = count / watch.Elapsed.TotalSeconds;
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / count;
        }

        Array.Sort(rates);
        var rate = rates[rates.Length / 2];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {what} | {rate:0} | {limit} | {1e6 / rate:0} µs | {bytes} B | {(bytesLimit is null ? "" : bytesLimit)} |"));
        return rate >= limit && (bytesLimit is null || bytes <= bytesLimit);
    }
}
