using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>A node and how much it has to do for one row.</summary>
/// <param name="Node">The node.</param>
/// <param name="Graph">The graph it is in.</param>
/// <param name="Outputs">How many values it makes.</param>
internal sealed record NodeWork(NodeProto Node, GraphIndex Graph, double Outputs);
