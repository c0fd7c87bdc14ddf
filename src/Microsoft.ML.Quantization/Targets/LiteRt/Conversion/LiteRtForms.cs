using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>The ONNX operators that have a form in LiteRT. A new one is a line here.</summary>
internal static class LiteRtForms
{
    private static readonly Dictionary<string, LiteRtForm> All = new(StringComparer.Ordinal)
    {
        ["Conv"] = new(ConvolutionForms.Write),
        ["ConvTranspose"] = new(TransposedConvolutionForm.Write),
        ["Gemm"] = new(DenseForms.Gemm),
        ["MatMul"] = new(DenseForms.MatMul),
        ["Add"] = ElementwiseForms.Binary(LiteRtCode.Add, OperatorOptions.Add),
        ["Sub"] = ElementwiseForms.Binary(LiteRtCode.Sub, OperatorOptions.Sub),
        ["Mul"] = ElementwiseForms.Binary(LiteRtCode.Mul, OperatorOptions.Mul),
        ["Div"] = ElementwiseForms.Binary(LiteRtCode.Div, OperatorOptions.Div).InFloat(),
        ["Max"] = ElementwiseForms.Joined(LiteRtCode.Maximum, OperatorOptions.MaximumMinimum),
        ["Min"] = ElementwiseForms.Joined(LiteRtCode.Minimum, OperatorOptions.MaximumMinimum),
        ["Sum"] = ElementwiseForms.Joined(LiteRtCode.Add, OperatorOptions.Add),
        ["Pow"] = ElementwiseForms.Binary(LiteRtCode.Pow, OperatorOptions.Pow).InFloat(),
        ["PRelu"] = ElementwiseForms.Binary(LiteRtCode.PRelu, null).InFloat(),
        ["Relu"] = ElementwiseForms.Unary(LiteRtCode.Relu),
        ["Clip"] = new(ElementwiseForms.Clip) { TakesIntegers = ElementwiseForms.IsClippedByRange },
        ["LeakyRelu"] = ElementwiseForms.Unary(LiteRtCode.LeakyRelu, options: node => OperatorOptions.LeakyRelu(node.Node.Real("alpha", 0.01f))),
        ["HardSwish"] = ElementwiseForms.Unary(LiteRtCode.HardSwish).InFloat(),
        ["HardSigmoid"] = new(HardSigmoidForm.Write),
        ["Sigmoid"] = ElementwiseForms.Unary(LiteRtCode.Logistic),
        ["Tanh"] = ElementwiseForms.Unary(LiteRtCode.Tanh),
        ["Exp"] = ElementwiseForms.Unary(LiteRtCode.Exp).InFloat(),
        ["Sqrt"] = ElementwiseForms.Unary(LiteRtCode.Sqrt).InFloat(),
        ["Log"] = ElementwiseForms.Unary(LiteRtCode.Log).InFloat(),
        ["Abs"] = ElementwiseForms.Unary(LiteRtCode.Abs).InFloat(),
        ["Neg"] = ElementwiseForms.Unary(LiteRtCode.Neg).InFloat(),
        ["Floor"] = ElementwiseForms.Unary(LiteRtCode.Floor).InFloat(),
        ["Ceil"] = ElementwiseForms.Unary(LiteRtCode.Ceil).InFloat(),
        ["Reciprocal"] = new LiteRtForm(CompositeForms.Reciprocal).InFloat(),
        ["Elu"] = new LiteRtForm(CompositeForms.Elu).InFloat(),
        ["Erf"] = new LiteRtForm(CompositeForms.Erf).InFloat(),
        ["Gelu"] = ElementwiseForms.Unary(LiteRtCode.Gelu, options: node => OperatorOptions.Gelu(node.Node.Text("approximate", "none") == "tanh")).InFloat(),
        ["Softmax"] = SoftmaxForms.Of(LiteRtCode.Softmax, OperatorOptions.Softmax),
        ["LogSoftmax"] = SoftmaxForms.Of(LiteRtCode.LogSoftmax, OperatorOptions.LogSoftmax).InFloat(),
        ["LayerNormalization"] = new LiteRtForm(NormalizationForms.Layer).InFloat(),
        ["InstanceNormalization"] = new LiteRtForm(NormalizationForms.Instance).InFloat(),
        ["LRN"] = new LiteRtForm(NormalizationForms.LocalResponse).InFloat(),
        ["BatchNormalization"] = new LiteRtForm(NormalizationForms.Batch).InFloat(),
        ["MaxPool"] = new(PoolForms.Max),
        ["AveragePool"] = new(AveragePoolForm.Write) { TakesIntegers = AveragePoolForm.TakesIntegers },
        ["GlobalMaxPool"] = new(PoolForms.GlobalMax),
        ["GlobalAveragePool"] = new(Reductions.GlobalAverage),
        ["ReduceMean"] = Reductions.Of(LiteRtCode.Mean),
        ["ReduceSum"] = Reductions.Of(LiteRtCode.Sum).InFloat(),
        ["ReduceMax"] = Reductions.Of(LiteRtCode.ReduceMax).InFloat(),
        ["ReduceMin"] = Reductions.Of(LiteRtCode.ReduceMin).InFloat(),
        ["Concat"] = new(MovingForms.Concat),
        ["Split"] = new(SplitForm.Write) { GivesAllOutputs = true },
        ["Slice"] = new(MovingForms.Slice),
        ["Pad"] = new(Padding.Write),
        ["Transpose"] = new(MovingForms.Transpose),
        ["DepthToSpace"] = new(MovingForms.DepthToSpace),
        ["Resize"] = new(ResizeForms.Write) { TakesIntegers = ResizeForms.TakesIntegers },
        ["Reshape"] = new(MovingForms.Reshape),
        ["Flatten"] = new(MovingForms.Reshape),
        ["Squeeze"] = new(MovingForms.Reshape),
        ["Unsqueeze"] = new(MovingForms.Reshape),
        ["Identity"] = new(node => node.Input(0)),
        ["Dropout"] = new(node => node.Input(0)),
    };

    public static LiteRtForm? Find(NodeProto node) => node.Domain is "" or "ai.onnx" ? All.GetValueOrDefault(node.OpType) : null;
}
