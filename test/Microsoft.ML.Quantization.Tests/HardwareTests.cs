using System.Diagnostics;
using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Runs the tests that compare vector code with its scalar definition again on lesser hardware, in a process of their own.</summary>
[TestClass]
public sealed class HardwareTests
{
    private const string Marker = "MLQ_ON_LESSER_HARDWARE";

    [TestMethod]
    public void Hardware_IsLesserWhereItWasAskedFor()
    {
        if (Environment.GetEnvironmentVariable(Marker) != null)
        {
            Assert.IsFalse(Avx2.IsSupported);
            Assert.AreEqual(4, Vector<float>.Count);
        }
    }

    [TestMethod]
    [DataRow("DOTNET_EnableHWIntrinsic")]
    [DataRow("DOTNET_EnableAVX2")]
    public void VectorCode_AgreesWithItsDefinitionWithout(string feature)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(HardwareTests).Assembly.Location);
        }

        start.ArgumentList.Add("--filter");
        start.ArgumentList.Add("FullyQualifiedName~IsLesser|FullyQualifiedName~AgreesWithTheScalarDefinition|FullyQualifiedName~RoundsHalfToEven|FullyQualifiedName~GivesTheNumbersOfOnnxRuntime");
        start.Environment[feature] = "0";
        start.Environment[Marker] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, $"{output}{errors.Result}");
        StringAssert.Matches(output, new("succeeded: [1-9][0-9]"));
    }
}
