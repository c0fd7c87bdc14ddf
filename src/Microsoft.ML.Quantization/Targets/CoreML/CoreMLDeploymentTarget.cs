namespace Microsoft.ML.Quantization;

/// <summary>The oldest systems that open a Core ML package.</summary>
/// <example>
/// <code>
/// var options = new CoreMLOptions { MinimumDeploymentTarget = CoreMLDeploymentTarget.IOS18 };
/// </code>
/// </example>
public enum CoreMLDeploymentTarget
{
    /// <summary>iOS 17, macOS 14 and what came with them: specification version 8.</summary>
    IOS17,

    /// <summary>iOS 18, macOS 15 and what came with them: specification version 9.</summary>
    IOS18,
}
