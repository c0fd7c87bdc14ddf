using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Targets.LiteRt.Container;

namespace Microsoft.ML.Quantization.Targets.LiteRt.Conversion;

/// <summary>The ONNX operators that have a form in LiteRT. A new one is a line here.</summary>
internal static class LiteRtForms
{
    private static readonly Dictionary<string, LiteRtForm> All = new(StringComparer.Ordinal)
    {
        ["Conv"] = new(ConvolutionForms.Write),
        ["ConvTranspose"] = new(ConvolutionForms.Transposed),
        ["Gemm"] = new(DenseForms.Gemm),
        ["MatMul"] = new(DenseForms.MatMul),
        ["Add"] = ElementwiseForms.Binary(LiteRtCode.Add, OperatorOptions.Add),
        ["Sub"] = ElementwiseForms.Binary(LiteRtCode.Sub, OperatorOptions.Sub),
        ["Mul"] = ElementwiseForms.Binary(LiteRtCode.Mul, OperatorOptions.Mul),
        ["Div"] = ElementwiseForms.Binary(LiteRtCode.Div, OperatorOptions.Div).InFloat(),
        ["Relu"] = ElementwiseForms.Unary(LiteRtCode.Relu),
        ["Clip"] = new(ElementwiseForms.Clip) { TakesIntegers = ElementwiseForms.IsClippedByRange },
        ["LeakyRelu"] = ElementwiseForms.Unary(LiteRtCode.LeakyRelu, options: node => OperatorOptions.LeakyRelu(node.Node.Real("alpha", 0.01f))),
        ["HardSigmoid"] = new(HardSigmoidForm.Write),
        ["Sigmoid"] = ElementwiseForms.Unary(LiteRtCode.Logistic),
        ["Tanh"] = ElementwiseForms.Unary(LiteRtCode.Tanh),
        ["Exp"] = ElementwiseForms.Unary(LiteRtCode.Exp).InFloat(),
        ["Sqrt"] = ElementwiseForms.Unary(LiteRtCode.Sqrt).InFloat(),
        ["Softmax"] = new(ElementwiseForms.Softmax),
        ["BatchNormalization"] = new LiteRtForm(ElementwiseForms.Normalization).InFloat(),
        ["MaxPool"] = new(PoolForms.Max),
        ["AveragePool"] = new(PoolForms.Average),
        ["GlobalMaxPool"] = new(PoolForms.GlobalMax),
        ["GlobalAveragePool"] = new(PoolForms.GlobalAverage),
        ["ReduceMean"] = new(PoolForms.Mean),
        ["Concat"] = new(MovingForms.Concat),
        ["Slice"] = new(MovingForms.Slice),
        ["Pad"] = new(Padding.Write),
        ["Transpose"] = new(MovingForms.Transpose),
        ["DepthToSpace"] = new(MovingForms.DepthToSpace),
        ["Resize"] = new(ResizeForms.Write),
        ["Reshape"] = new(MovingForms.Reshape),
        ["Flatten"] = new(MovingForms.Reshape),
        ["Squeeze"] = new(MovingForms.Reshape),
        ["Unsqueeze"] = new(MovingForms.Reshape),
        ["Identity"] = new(node => node.Input(0)),
        ["Dropout"] = new(node => node.Input(0)),
    };

    public static LiteRtForm? Find(NodeProto node) => node.Domain is "" or "ai.onnx" ? All.GetValueOrDefault(node.OpType) : null;
}
