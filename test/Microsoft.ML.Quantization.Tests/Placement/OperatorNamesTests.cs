using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Placement;
using Microsoft.ML.Quantization.Targets.OnnxRuntimeCpu;
using Microsoft.ML.Quantization.Tests.Packaging;

namespace Microsoft.ML.Quantization.Tests.Placement;

/// <summary>What an operator means in INT8 stands in the rules of a target alone, so that a new one is forgotten nowhere.</summary>
[TestClass]
public sealed partial class OperatorNamesTests
{
    private const string Main = "Microsoft.ML.Quantization/";
    private const string Tool = "Microsoft.ML.Quantization.Tool/";
    private const string Training = "Microsoft.ML.Quantization.Training/";

    /// <summary>Folders and files that name operators, none of them for how a target runs them in INT8.</summary>
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        [Main + "Targets/OnnxRuntimeCpu/CpuOperators.cs"] = "the rules of ONNX Runtime on CPUs",
        [Main + "Targets/OnnxRuntimeCpu/FloatTimes.cs"] = "what operators take in FP32",
        [Main + "Targets/OnnxRuntimeCpu/RowTimes.cs"] = "which of them move values alone",
        [Main + "Targets/OnnxRuntimeWeb/WebOperators.cs"] = "what they gain in WebAssembly",
        [Main + "Targets/LiteRt/LiteRtRules.cs"] = "the rules of LiteRT",
        [Main + "Targets/LiteRt/Conversion/LiteRtForms.cs"] = "how an operator is written in LiteRT's format",
        [Main + "Targets/TensorRT/TensorRTRules.cs"] = "the rules of TensorRT",
        [Main + "Targets/CoreML/CoreMLRules.cs"] = "the rules of Core ML",
        [Main + "Targets/CoreML/Conversion/CoreMLForms.cs"] = "how an operator is written in Core ML's format",
        [Main + "Onnx/WeightedOperators.cs"] = "what the standard says of operators with weights",
        [Main + "Onnx/PassedValues.cs"] = "what the standard says of operators that pass values on",
        [Main + "Onnx/GroupChecks.cs"] = "what a valid model is",
        [Main + "Onnx/IntegerRules.cs"] = "what a valid model is",
        [Main + "Onnx/OptionalInputs.cs"] = "which inputs the standard lets a node leave out",
        [Main + "Onnx/Sizes/"] = "which inputs decide the size of an output",
        [Main + "Onnx/Upgrading/"] = "how an operator of an old version is written in a new one",
        [Main + "Placement/AveragingNodes.cs"] = "how many values an average is of",
        [Main + "Pipeline/GraphAdapters.cs"] = "writes such nodes",
        [Main + "Rewriting/SumNodes.cs"] = "writes such nodes",
        [Main + "Rewriting/TiedTables.cs"] = "writes such nodes",
        [Main + "Rewriting/Equalization/"] = "how scaling a channel commutes with an operator",
        [Main + "Rewriting/Folding/"] = "how factors and shifts are moved into a layer",
        [Main + "Evaluation/ComparedOutputs.cs"] = "how a model ends tells what its outputs are",
        [Main + "Evaluation/Metrics/OutputForm.cs"] = "how a model ends tells what its outputs are",
        [Tool + "Inspection/"] = "what other tools write, and what ONNX Runtime fuses of it",
        [Training + "Handlers/"] = "how an operator is computed in TorchSharp",
        [Training + "Graph/TrainableTensors.cs"] = "which constants are weights, in INT8 or not",
    };

    [TestMethod]
    public void OperatorsThatRunInInt8_AreNamedInTheRulesAlone()
    {
        var names = CpuOperators.Rules.All.Where(rule => rule.Role != NodeRole.Float).Select(rule => rule.OperatorType).ToHashSet(StringComparer.Ordinal);
        SourceNames.AssertOnlyIn(Places, line => Literal().Matches(line).Any(match => names.Contains(match.Groups[1].Value)));
    }

    [GeneratedRegex("\"([A-Za-z]+)\"")]
    private static partial Regex Literal();
}
