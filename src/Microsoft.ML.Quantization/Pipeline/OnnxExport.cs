using System.Diagnostics;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>
/// ML.NET's <c>ConvertToOnnx</c> takes a step that it does not know for the start of the data, and writes a model without all that comes before it.
/// What it would have to ask a step for is internal to ML.NET, so all that is left is to tell that it is asking.
/// </summary>
internal static class OnnxExport
{
    private const string Assembly = "Microsoft.ML.OnnxConverter";
    private const string Caller = "Microsoft.ML.OnnxExportExtensions";

    /// <exception cref="NotSupportedException">The caller is about to write the pipeline without the model.</exception>
    public static void ThrowIfCalling()
    {
        if (Array.Exists(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == Assembly)
            && Array.Exists(new StackTrace().GetFrames(), frame => frame.GetMethod()?.DeclaringType?.FullName?.StartsWith(Caller, StringComparison.Ordinal) ?? false))
        {
            throw new NotSupportedException(
                "ConvertToOnnx cannot write a step that Quantize made: the file would lack the network. Write the INT8 model by SaveOnnx of the step "
                + "(model.LastTransformer.SaveOnnx(path)), and by ConvertToOnnx the steps before it alone; or save the whole pipeline by mlContext.Model.Save.");
        }
    }
}
