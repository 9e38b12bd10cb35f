namespace ScanDeputy.Domain.Privacy;

/// <summary>What people write about themselves and others. Numbers are hidden from the public; names and addresses can be the matter itself, so their author decides.</summary>
public enum PersonalDetailKind
{
    IdCard,
    BankCard,
    Phone,
    WeChat,
    Qq,
    Plate,

    /// <summary>With a title or a word that introduces it: 张局长, 我叫张三.</summary>
    Name,

    /// <summary>To the door: a room, or a house of a village.</summary>
    Address,
}
