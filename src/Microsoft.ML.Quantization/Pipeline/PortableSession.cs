using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Opens the portable form of a model in the way that fixes as many sizes as ONNX Runtime takes.</summary>
internal static class PortableSession
{
    /// <param name="original">The model.</param>
    /// <param name="inputs">The sizes that columns fix.</param>
    /// <param name="batched">Whether the first dimension stays free.</param>
    /// <param name="threads">The threads of a call.</param>
    /// <param name="build">Makes the portable form of a model, with sizes fixed or left free.</param>
    public static (OnnxModel Portable, SessionHandle Session) Open(OnnxModel original, BoundInput[] inputs, bool batched, int? threads, Func<OnnxModel, bool, OnnxModel> build)
    {
        var portable = build(original, true);
        try
        {
            return Opened(portable, threads);
        }
        catch (InvalidDataException) when (inputs.Any(PortableShapes.FixesASize))
        {
            return OpenWithoutBranches(original, inputs, batched, threads, build) ?? Opened(build(original, false), threads);
        }
    }

    private static (OnnxModel Portable, SessionHandle Session)? OpenWithoutBranches(OnnxModel original, BoundInput[] inputs, bool batched, int? threads, Func<OnnxModel, bool, OnnxModel> build)
    {
        if (SizedBranches.Resolve(original, inputs, batched) is not { } sized)
        {
            return null;
        }

        var portable = build(sized, true);
        try
        {
            return Opened(portable, threads);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static (OnnxModel Portable, SessionHandle Session) Opened(OnnxModel portable, int? threads) => (portable, SessionHandle.Open(portable, threads));
}
