namespace PipelineKit.Templating;

/// <summary>Bounds of one rendering. 0 turns a bound off where the comment says so.</summary>
public sealed record TemplateLimits
{
    /// <summary>As the Scriban engine has them, and an end to what has none there.</summary>
    public static TemplateLimits Scriban { get; } = new() { Time = TimeSpan.FromSeconds(10) };

    /// <summary>For manifests: generous where honest data is large (a step is about 0.1 µs, a service about 400), and always an error.</summary>
    public static TemplateLimits Manifest { get; } = new()
    {
        LoopLimit = 0,
        Steps = 5_000_000,
        Memory = 192L << 20,
        StringLength = 4 << 20,
        OutputLength = 64L << 20,
        CutsOutput = false,
        RegexTime = TimeSpan.FromMilliseconds(500),
        Time = TimeSpan.FromSeconds(60),
    };

    /// <summary>Iterations of a whole nest of loops and of builtins within it, reset when the outermost loop ends; 0 = off.</summary>
    public int LoopLimit { get; init; } = 1000;

    /// <summary>Statements, iterations and calls of one rendering together; 0 = off.</summary>
    public long Steps { get; init; }

    /// <summary>Bytes that one rendering may allocate, whether they are in use at the same time or not; 0 = off.</summary>
    public long Memory { get; init; }

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

    /// <summary>Longest run of one regular expression, and of all of one rendering together.</summary>
    public TimeSpan RegexTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest run of the whole rendering; zero = off.</summary>
    public TimeSpan Time { get; init; }
}
