namespace PipelineKit.Templating;

/// <summary>Bounds of one rendering. 0 turns a bound off where the comment says so.</summary>
public sealed record TemplateLimits
{
    /// <summary>As the Scriban engine has them.</summary>
    public static TemplateLimits Scriban { get; } = new();

    /// <summary>For manifests: generous where honest data is large, and always an error.</summary>
    public static TemplateLimits Manifest { get; } = new()
    {
        LoopLimit = 0,
        Steps = 50_000_000,
        StringLength = 16 << 20,
        OutputLength = 256L << 20,
        CutsOutput = false,
        Time = TimeSpan.FromSeconds(60),
    };

    /// <summary>Iterations of a whole nest of loops and of builtins within it, reset when the outermost loop ends; 0 = off.</summary>
    public int LoopLimit { get; init; } = 1000;

    /// <summary>Statements, iterations and calls of one rendering together; 0 = off.</summary>
    public long Steps { get; init; }

    /// <summary>Depth of calls and includes; 0 = off.</summary>
    public int RecursiveLimit { get; init; } = 100;

    /// <summary>Characters of one string that a template builds; 0 = off.</summary>
    public int StringLength { get; init; } = 1_048_576;

    /// <summary>Length of the whole output: characters when it is cut, bytes when it is an error; 0 = off.</summary>
    public long OutputLength { get; init; } = 1_048_576;

    /// <summary>Whether output past <see cref="OutputLength"/> is cut and <c>...</c> appended, as Scriban does; otherwise it is an error.</summary>
    public bool CutsOutput { get; init; } = true;

    /// <summary>Depth to which arrays and objects are printed or written as JSON.</summary>
    public int ObjectRecursionLimit { get; init; } = 20;

    /// <summary>Longest run of one regular expression.</summary>
    public TimeSpan RegexTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest run of the whole rendering; zero = off.</summary>
    public TimeSpan Time { get; init; }
}
