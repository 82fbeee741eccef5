using System.Text;
using PipelineKit.Failures;
using PipelineKit.Locking;
using PipelineKit.Manifests.Rendered;
using PipelineKit.Render.Functions;
using PipelineKit.Render.Values;
using PipelineKit.Templating;

namespace PipelineKit.Render.Sources;

/// <summary>A lock that was read.</summary>
/// <param name="Pins">Its images, arranged for checking.</param>
/// <param name="Hash">Of its content.</param>
/// <param name="Functions">The functions of templates that ask it.</param>
/// <param name="Path">Its file.</param>
internal sealed record LoadedLock(PinLock Pins, string Hash, ScriptObject Functions, string Path);

/// <summary>What the templates of one environment are rendered with.</summary>
/// <param name="Name">Empty for a run without environments.</param>
/// <param name="Output">The folder of its manifests.</param>
/// <param name="Branch">The branch of its manifests; null when a folder is written.</param>
/// <param name="Lock">Its lock.</param>
/// <param name="Values">The merged values.</param>
/// <param name="Read">The files of values, and the single values.</param>
internal sealed record EnvironmentInputs(string Name, string Output, string? Branch, LoadedLock Lock, ScriptObject Values, IReadOnlyList<RecordedInput> Read);

/// <summary>Reads lock and values of each environment; files that several environments share are read once.</summary>
/// <param name="root">The working directory.</param>
/// <param name="options">Which files.</param>
internal sealed class EnvironmentReader(string root, RenderOptions options)
{
    private const int MaximumValuesBytes = 8 << 20;

    private readonly Dictionary<string, LoadedLock> _locks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    /// <summary>A lock to use instead of those on disk; null for these.</summary>
    internal ImageLock? Locked { get; init; }

    /// <summary>Every environment that can be read; <paramref name="problems"/> gets what is wrong with the others.</summary>
    internal async Task<IReadOnlyList<EnvironmentInputs>> ReadAsync(List<Failure> problems, CancellationToken cancellation)
    {
        var environments = new List<EnvironmentInputs>(options.Environments.Count);
        foreach (var name in options.Environments)
        {
            var before = problems.Count;
            var locked = await CollectAsync(problems, () => LockAsync(options.LockFile.For(name), cancellation));
            var recorded = new List<RecordedInput>();
            var values = new ScriptObject();
            foreach (var line in options.Values)
            {
                await CollectAsync(problems, () => MergeAsync(values, new EnvironmentPath(line).For(name), recorded, cancellation));
            }

            ApplySet(values, recorded, problems);
            SharedValues.Freeze(values);
            if (locked is not null && problems.Count == before)
            {
                environments.Add(new EnvironmentInputs(name, options.Output.For(name), options.Branch?.For(name), locked, values, recorded));
            }
        }

        return environments;
    }

    private static async Task<T?> CollectAsync<T>(List<Failure> problems, Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (FailureException e)
        {
            problems.AddRange(e.Failures.Where(f => !problems.Contains(f)));
            return null;
        }
    }

    private async Task<LoadedLock> LockAsync(string path, CancellationToken cancellation)
    {
        if (_locks.TryGetValue(path, out var known))
        {
            return known;
        }

        if (Locked is null && !Path.Exists(Path.Combine(root, path)))
        {
            throw new FailureException(new Failure(
                FailureCodes.UnreadableFile, $"there is no image lock `{path}`", "Make one with `pipelinekit digest-pin`, or name one with `lock-file`: manifests take every digest from it.",
                SourcePlace.OfInput(RenderAction.LockFile.Name)));
        }

        var images = Locked is null ? LockedImages.From(LockForms.Read(await SourceFile.ReadAsync(root, path, ImageLockFile.MaximumBytes, cancellation), path)) : LockedImages.From(Locked);
        return _locks[path] = new LoadedLock(PinLock.From(images), CanonicalHashes.OfLock(images), RenderFunctions.Create(images), path);
    }

    private async Task<ScriptObject> MergeAsync(ScriptObject values, string line, List<RecordedInput> recorded, CancellationToken cancellation)
    {
        var path = line.EndsWith('?') ? line[..^1].TrimEnd() : line;
        if (!_values.TryGetValue(path, out var bytes))
        {
            if (path.Length < line.Length && !Path.Exists(Path.Combine(root, path)))
            {
                return values;
            }

            _values[path] = bytes = await SourceFile.ReadAsync(root, path, MaximumValuesBytes, cancellation);
        }

        ValuesMerge.Into(values, ValuesReader.Read(bytes, path));
        recorded.Add(new RecordedInput("values", path, SourceFile.HashOf(bytes)));
        return values;
    }

    private void ApplySet(ScriptObject values, List<RecordedInput> recorded, List<Failure> problems)
    {
        foreach (var line in options.Set)
        {
            try
            {
                SetExpression.Apply(values, line);
            }
            catch (FailureException e)
            {
                problems.AddRange(e.Failures.Where(f => !problems.Contains(f)));
            }
        }

        if (options.Set.Count > 0)
        {
            recorded.Add(new RecordedInput("set", "", SourceFile.HashOf(Encoding.UTF8.GetBytes(string.Join('\n', options.Set)))));
        }
    }
}
