using System.Globalization;

namespace PipelineKit.Templating;

/// <summary>What a template is rendered with.</summary>
public sealed record TemplateRenderOptions
{
    /// <summary>The rules.</summary>
    public TemplateProfile Profile { get; init; }

    /// <summary>The data; its members are the template's variables.</summary>
    public ScriptObject Model { get; init; } = new();

    /// <summary>Functions and objects of the host, between the model and the builtins.</summary>
    public ScriptObject? Globals { get; init; }

    /// <summary>
    /// Variables that exist but have no value in this rendering. In the manifest profile, asking for one is an error with this reason, unless it is asked for as optional data.
    /// </summary>
    public IReadOnlyDictionary<string, AbsentVariable>? Absent { get; init; }

    /// <summary>Where includes come from; null means there are none.</summary>
    public ITemplateLoader? Loader { get; init; }

    /// <summary>The bounds; null takes those of the profile.</summary>
    public TemplateLimits? Limits { get; init; }

    /// <summary>Whether an unknown variable is an error; null takes what the profile says.</summary>
    public bool? StrictVariables { get; init; }

    /// <summary>Whether a missing member is null instead of an error; null takes what the profile says.</summary>
    public bool? RelaxedMemberAccess { get; init; }

    /// <summary>Whether a member of null is null instead of an error (Scriban's EnableRelaxedTargetAccess).</summary>
    public bool RelaxedTargetAccess { get; init; }

    /// <summary>Whether a list index out of range is null instead of an error (Scriban's EnableRelaxedIndexerAccess).</summary>
    public bool RelaxedIndexerAccess { get; init; } = true;

    /// <summary>Whether calling an unknown function gives null instead of an error (Scriban's EnableRelaxedFunctionAccess).</summary>
    public bool RelaxedFunctionAccess { get; init; }

    /// <summary>Whether indexing with null gives null instead of an error (Scriban's EnableNullIndexer).</summary>
    public bool NullIndexer { get; init; }

    /// <summary>Whether an empty line gets the indent of its code block as trailing blanks (Scriban's IndentOnEmptyLines).</summary>
    public bool IndentOnEmptyLines { get; init; } = true;

    /// <summary>The clock; null in the manifest profile makes <c>date.now</c> an error.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>The seed of <c>math.random</c> and <c>math.uuid</c>; null is random in the Scriban profile and an error in the manifest profile.</summary>
    public int? RandomSeed { get; init; }

    /// <summary>How numbers and dates are printed.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>What ends a line where the language writes one itself.</summary>
    public string NewLine { get; init; } = "\n";

    /// <summary>Filled while rendering, when given: which byte came from which place.</summary>
    public SourceMap? SourceMap { get; init; }
}

/// <summary>Why a variable has no value.</summary>
/// <param name="Reason">A clause without a full stop.</param>
/// <param name="Remedy">What to do, as a sentence.</param>
public sealed record AbsentVariable(string Reason, string Remedy);
