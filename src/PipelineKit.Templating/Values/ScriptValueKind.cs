namespace PipelineKit.Templating;

/// <summary>The type of a value.</summary>
public enum ScriptValueKind
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>32-bit integer.</summary>
    Integer,

    /// <summary>64-bit integer.</summary>
    Long,

    /// <summary>Integer of any size.</summary>
    BigInteger,

    /// <summary>IEEE 754 binary32.</summary>
    Float,

    /// <summary>IEEE 754 binary64.</summary>
    Double,

    /// <summary>Decimal of up to 28 digits, which keeps its trailing zeros.</summary>
    Decimal,

    /// <summary>Text.</summary>
    String,

    /// <summary>A date and time.</summary>
    Date,

    /// <summary>A length of time.</summary>
    TimeSpan,

    /// <summary>A <see cref="ScriptArray"/>.</summary>
    Array,

    /// <summary>A <see cref="ScriptRange"/>.</summary>
    Range,

    /// <summary>A <see cref="ScriptObject"/>.</summary>
    Object,

    /// <summary>A <see cref="ScriptFunction"/>.</summary>
    Function,
}
