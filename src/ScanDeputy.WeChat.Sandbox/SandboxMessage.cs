namespace ScanDeputy.WeChat.Sandbox;

/// <summary>A message WeChat would have shown. <see cref="Number"/> counts from 1 over the sandbox's life and is the msgid.</summary>
public sealed record SandboxMessage(
    long Number,
    DateTimeOffset SentAt,
    string OpenId,
    string TemplateId,
    string Title,
    string? Page,
    IReadOnlyList<SandboxMessageField> Fields);

/// <summary>One line of a card.</summary>
public sealed record SandboxMessageField(string Key, string Label, string Value);

/// <summary>One event pushed to the program under test: how often it was tried and whether an answer was taken.</summary>
public sealed record SandboxPush(long Number, DateTimeOffset SentAt, string Event, string Body, int Tries, bool Delivered);
