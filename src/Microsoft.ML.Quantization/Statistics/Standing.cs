namespace Microsoft.ML.Quantization.Statistics;

/// <summary>How a model stands to a budget.</summary>
internal enum Standing
{
    /// <summary>Outside of it, as measured.</summary>
    Missed,

    /// <summary>Within it as measured, but chance could have made it so.</summary>
    Within,

    /// <summary>Within it with the confidence that is asked for, or there is no such budget.</summary>
    Proven,
}
