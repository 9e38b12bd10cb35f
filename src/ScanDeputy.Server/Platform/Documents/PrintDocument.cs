namespace ScanDeputy.Server.Platform.Documents;

/// <summary>A paper in parts that a browser page and a word processor's file can both be made of.</summary>
/// <param name="Number">In the corner, as papers here carry it (罗人代工交〔2026〕123号); null for none.</param>
public sealed record PrintDocument(string Title, string? Number, IReadOnlyList<PrintBlock> Blocks);

/// <summary>One part of a paper, in the order of reading.</summary>
public abstract record PrintBlock;

public sealed record PrintHeading(string Text) : PrintBlock;

/// <summary>Text with its line breaks.</summary>
public sealed record PrintText(string Text) : PrintBlock;

/// <summary>A form's lines: what it asks and what stands there. An empty value leaves room for a pen.</summary>
public sealed record PrintForm(IReadOnlyList<PrintLine> Lines) : PrintBlock;

public sealed record PrintLine(string Label, string Value);

public sealed record PrintTable(IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows) : PrintBlock;

/// <summary>Pictures beside the document, by their address relative to it.</summary>
public sealed record PrintPictures(IReadOnlyList<PrintPicture> Pictures) : PrintBlock;

public sealed record PrintPicture(string Address, string Caption);

/// <summary>At the lower right: who signs, and the day.</summary>
public sealed record PrintSignature(string Who, string Day) : PrintBlock;
