using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>How Grype was run: the member <c>descriptor</c>.</summary>
internal sealed record GrypeDescriptor
{
    private const int Name = 0;
    private const int Version = 1;
    private const int Configuration = 2;
    private const int Db = 3;
    private const int Timestamp = 4;

    private const int Built = 0;
    private const int Schema = 1;
    private const int Valid = 2;
    private const int Error = 3;
    private const int Status = 4;
    private const int ProvidersMember = 5;

    private static readonly MemberTable Members = new("name", "version", "configuration", "db", "timestamp");
    private static readonly MemberTable DbMembers = new("built", "schemaVersion", "valid", "error", "status", "providers");
    private static readonly MemberTable Settings = new("only-fixed", "only-notfixed", "ignore-states", "ignore-wontfix", "exclude");

    /// <summary>The program and its data.</summary>
    public ScannerFacts Scanner { get; private init; } = new("");

    /// <summary>When it ran; null when not said.</summary>
    public DateTimeOffset? At { get; private init; }

    /// <summary>What it left out.</summary>
    public FilterFacts Filters { get; private init; } = FilterFacts.NotSaid;

    /// <summary>The sources its data has; empty when not said.</summary>
    public IReadOnlyList<string> Providers { get; private init; } = [];

    /// <summary>What is wrong with its data; empty for nothing.</summary>
    public string DatabaseError { get; private init; } = "";

    /// <summary>Reads it.</summary>
    public static GrypeDescriptor Read(ref JsonScan reader, TextPool texts)
    {
        var descriptor = new GrypeDescriptor();
        if (!reader.EnterObject())
        {
            return descriptor;
        }

        var seen = 0UL;
        for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            descriptor = member switch
            {
                Name => descriptor with { Scanner = descriptor.Scanner with { Name = reader.Text(texts) ?? "" } },
                Version => descriptor with { Scanner = descriptor.Scanner with { Version = reader.Text(texts) is { } version and not "[not provided]" ? version : "" } },
                Configuration => descriptor with { Filters = ReadFilters(ref reader, texts) },
                Db => ReadDatabase(ref reader, texts, descriptor),
                Timestamp => descriptor with { At = reader.Instant() },
                _ => descriptor,
            };
        }

        return descriptor;
    }

    /// <summary>The state of the data: in <c>db</c> itself, or (newer) in <c>db.status</c>.</summary>
    private static GrypeDescriptor ReadDatabase(ref JsonScan reader, TextPool texts, GrypeDescriptor descriptor)
    {
        if (!reader.EnterObject())
        {
            return descriptor;
        }

        var seen = 0UL;
        for (int member; (member = reader.NextMember(DbMembers, ref seen)) != JsonRead.End;)
        {
            descriptor = member switch
            {
                Built => descriptor with { Scanner = descriptor.Scanner with { DatabaseBuilt = reader.Instant() } },
                Schema => descriptor with { Scanner = descriptor.Scanner with { DatabaseVersion = ReadVersion(ref reader, texts) } },
                Valid => reader.Truth() == false ? descriptor with { DatabaseError = descriptor.DatabaseError.Length > 0 ? descriptor.DatabaseError : "it says so" } : descriptor,
                Error => ReadError(ref reader, texts) is { Length: > 0 } error ? descriptor with { DatabaseError = FindingCollector.Title(error) } : descriptor,
                Status => ReadDatabase(ref reader, texts, descriptor),
                ProvidersMember => descriptor with { Providers = ReadProviders(ref reader, texts) },
                _ => descriptor,
            };
        }

        return descriptor;
    }

    private static string ReadVersion(ref JsonScan reader, TextPool texts) =>
        reader.TokenType == JsonTokenType.Number ? reader.Integer()?.ToString(CultureInfo.InvariantCulture) ?? "" : reader.Text(texts) ?? "";

    /// <summary>An error is a text; older versions write an empty object for none.</summary>
    private static string ReadError(ref JsonScan reader, TextPool texts)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return reader.Text(texts) ?? "";
        }

        reader.Next();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            return "";
        }

        while (reader.TokenType != JsonTokenType.EndObject)
        {
            reader.Next();
            reader.Pass();
            reader.Next();
        }

        return "it has an error";
    }

    private static List<string> ReadProviders(ref JsonScan reader, TextPool texts)
    {
        var providers = new List<string>();
        if (reader.EnterObject())
        {
            while (reader.NextName(texts) is { } name)
            {
                providers.Add(name);
                reader.Pass();
            }
        }

        return providers;
    }

    private static FilterFacts ReadFilters(ref JsonScan reader, TextPool texts)
    {
        if (!reader.EnterObject())
        {
            return FilterFacts.NotSaid;
        }

        var leftOut = new List<string>();
        var seen = 0UL;
        for (int member; (member = reader.NextMember(Settings, ref seen)) != JsonRead.End;)
        {
            var filter = member switch
            {
                0 => reader.Truth() == true ? "only-fixed" : "",
                1 => reader.Truth() == true ? "only-notfixed" : "",
                2 => reader.Text(texts) is { Length: > 0 } states ? $"ignore-states: {states}" : "",
                3 => reader.Text(texts) is { Length: > 0 } states ? $"ignore-wontfix: {states}" : "",
                _ => reader.Texts(texts) is { } paths ? $"exclude: {string.Join(", ", paths)}" : "",
            };
            if (filter.Length > 0)
            {
                leftOut.Add(FindingCollector.Title(filter));
            }
        }

        leftOut.Sort(StringComparer.Ordinal);
        return new FilterFacts(IsSaid: true, leftOut);
    }
}
