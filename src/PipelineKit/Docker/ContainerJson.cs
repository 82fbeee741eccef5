using System.Text.Json;

namespace PipelineKit.Docker;

/// <summary>What the engine is told to make (Docker Engine API, <c>POST /containers/create</c>).</summary>
internal static class ContainerJson
{
    internal static ByteArrayContent Write(ContainerRequest request)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("Image", request.Image);
            WriteList(json, "Cmd", request.Arguments);
            WriteList(json, "Env", request.Environment.Select(v => $"{v.Key}={v.Value}").Order(StringComparer.Ordinal));
            json.WriteString("User", request.User);
            json.WriteString("WorkingDir", request.Folder);
            json.WriteBoolean("Tty", false);
            json.WriteBoolean("OpenStdin", false);
            json.WriteBoolean("AttachStdout", true);
            json.WriteBoolean("AttachStderr", true);
            json.WriteStartObject("Healthcheck");
            WriteList(json, "Test", ["NONE"]);
            json.WriteEndObject();
            WriteHost(json, request);
            json.WriteEndObject();
        }

        return new ByteArrayContent(buffer.ToArray()) { Headers = { ContentType = new("application/json") } };
    }

    private static void WriteHost(Utf8JsonWriter json, ContainerRequest request)
    {
        json.WriteStartObject("HostConfig");
        json.WriteString("NetworkMode", request.Network == ContainerNetwork.None ? "none" : "bridge");
        json.WriteBoolean("ReadonlyRootfs", true);
        WriteList(json, "CapDrop", ["ALL"]);
        WriteList(json, "SecurityOpt", ["no-new-privileges"]);
        json.WriteNumber("Memory", request.MemoryBytes);
        json.WriteNumber("MemorySwap", request.MemoryBytes);
        json.WriteNumber("PidsLimit", request.Processes);
        json.WriteStartObject("LogConfig");
        json.WriteString("Type", "none");
        json.WriteEndObject();
        json.WriteStartObject("Tmpfs");
        json.WriteString("/tmp", "rw,noexec,nosuid,nodev,size=256m");
        json.WriteEndObject();
        json.WriteStartArray("Mounts");
        foreach (var mount in request.Mounts)
        {
            WriteMount(json, "bind", mount.Source, mount.Target, isReadOnly: true);
        }

        if (request.Volume is { } volume)
        {
            WriteMount(json, "volume", volume.Name, volume.Target, isReadOnly: false);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMount(Utf8JsonWriter json, string type, string source, string target, bool isReadOnly)
    {
        json.WriteStartObject();
        json.WriteString("Type", type);
        json.WriteString("Source", source);
        json.WriteString("Target", target);
        json.WriteBoolean("ReadOnly", isReadOnly);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
