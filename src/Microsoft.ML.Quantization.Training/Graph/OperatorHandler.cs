using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Graph;

/// <summary>Computes the outputs of a node with TorchSharp, so that gradients flow through it.</summary>
internal delegate Tensor[] OperatorHandler(OperatorCall call);
