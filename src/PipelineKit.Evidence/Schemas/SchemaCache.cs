using System.Collections.Concurrent;

namespace PipelineKit.Evidence;

/// <summary>The embedded schemas, each compiled when it is first needed.</summary>
internal static class SchemaCache
{
    private static readonly ConcurrentDictionary<string, Lazy<JsonSchema>> Compiled = new(StringComparer.Ordinal);

    /// <summary>The schema of an embedded file.</summary>
    public static JsonSchema Get(string file) => Compiled.GetOrAdd(file, f => new Lazy<JsonSchema>(() => SchemaCompiler.Compile(f, SchemaFiles.Get))).Value;
}
