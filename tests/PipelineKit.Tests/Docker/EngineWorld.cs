using System.Formats.Tar;
using System.Net;
using PipelineKit.Docker;
using PipelineKit.Testing;

namespace PipelineKit.Tests.Docker;

/// <summary>An engine that answers as scripted.</summary>
internal static class EngineWorld
{
    public const string Endpoint = "unix:///scripted.sock";

    /// <summary>One that speaks API 1.41, as the engine of Debian 12 does.</summary>
    public static (DockerEngine Engine, ScriptedHandler Script) Scripted(string version = """{"ApiVersion":"1.41","MinAPIVersion":"1.12"}""", TimeProvider? time = null)
    {
        var script = new ScriptedHandler().On("GET http://docker/version", HttpStatusCode.OK, version);
        return (new DockerEngine(script, Endpoint, time ?? TimeProvider.System), script);
    }

    /// <summary>An answer with these bytes.</summary>
    public static HttpResponseMessage Bytes(byte[] content) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };

    /// <summary>An archive with these files and links (a target that begins with <c>-&gt;</c>).</summary>
    public static byte[] Tar(params (string Path, byte[] Content)[] entries)
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (path, content) in entries)
            {
                var text = System.Text.Encoding.Latin1.GetString(content);
                if (text.StartsWith("->", StringComparison.Ordinal))
                {
                    tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, path) { LinkName = text[2..] });
                    continue;
                }

                using var data = new MemoryStream(content);
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = data });
            }
        }

        return archive.ToArray();
    }
}
