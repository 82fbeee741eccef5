namespace PipelineKit.Evidence;

/// <summary>The types a schema allows.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Object = 1,
    Array = 2,
    Text = 4,
    Number = 8,
    Integer = 16,
    Boolean = 32,
    Null = 64,
}

/// <summary>One schema (JSON Schema draft-07), compiled: only what is said is set. What stands beside a <c>$ref</c> counts too, as it does for most validators.</summary>
internal sealed class JsonSchema
{
    /// <summary>Refuses everything: the schema <c>false</c>.</summary>
    public bool IsNever { get; set; }

    /// <summary>The schema this one refers to.</summary>
    public JsonSchema? Reference { get; set; }

    public JsonTypes Types { get; set; }

    public SchemaValues? Allowed { get; set; }

    public SchemaObject? Object { get; set; }

    public SchemaArray? Array { get; set; }

    public SchemaScalar? Scalar { get; set; }

    public JsonSchema[]? AllOf { get; set; }

    public JsonSchema[]? AnyOf { get; set; }

    public JsonSchema[]? OneOf { get; set; }

    public JsonSchema? Not { get; set; }

    public JsonSchema? If { get; set; }

    public JsonSchema? Then { get; set; }

    public JsonSchema? Else { get; set; }

    /// <summary>Whether nothing but its type and the rules of that type decide.</summary>
    public bool IsPlain => !IsNever && Reference is null && Allowed is null && AllOf is null && AnyOf is null && OneOf is null && Not is null && If is null;
}

/// <summary>What a schema says about objects.</summary>
internal sealed class SchemaObject
{
    /// <summary>The members that have a schema or are required.</summary>
    public required SchemaNames Names { get; init; }

    /// <summary>How many of the names are required; those come first.</summary>
    public int Required { get; init; }

    public IReadOnlyList<(SchemaPattern Pattern, JsonSchema Schema)> Patterns { get; init; } = [];

    /// <summary>For members that have no schema of their own.</summary>
    public JsonSchema? Additional { get; init; }

    /// <summary>What must be there (a list of names) or hold (a schema) when a member is there.</summary>
    public IReadOnlyList<(byte[] Name, byte[][]? Needs, JsonSchema? Schema)> Dependencies { get; init; } = [];

    /// <summary>For the names themselves.</summary>
    public JsonSchema? NameSchema { get; init; }

    public int Least { get; init; }

    public int Most { get; init; } = int.MaxValue;
}

/// <summary>What a schema says about arrays.</summary>
internal sealed class SchemaArray
{
    /// <summary>For every element, or for those behind the tuple.</summary>
    public JsonSchema? Items { get; init; }

    /// <summary>For the first elements, one by one.</summary>
    public JsonSchema[] Tuple { get; init; } = [];

    public JsonSchema? Contains { get; init; }

    public int Least { get; init; }

    public int Most { get; init; } = int.MaxValue;

    public bool IsUnique { get; init; }

    /// <summary>Whether elements can be judged one by one, as they come.</summary>
    public bool CanStream => Tuple.Length == 0 && Contains is null;
}

/// <summary>What a schema says about texts and numbers.</summary>
internal sealed class SchemaScalar
{
    public SchemaPattern? Pattern { get; init; }

    public string? Format { get; init; }

    /// <summary>Characters (code points).</summary>
    public int Shortest { get; init; }

    public int Longest { get; init; } = int.MaxValue;

    public double Minimum { get; init; } = double.NegativeInfinity;

    public double Maximum { get; init; } = double.PositiveInfinity;

    public double Above { get; init; } = double.NegativeInfinity;

    public double Below { get; init; } = double.PositiveInfinity;

    public double MultipleOf { get; init; }
}
