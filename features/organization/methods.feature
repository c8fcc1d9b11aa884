# language: zh-CN
@v3 @organization @page @sms
功能: 企业选择认证方式
  依据: 手册 企业实名认证 · 法人本人做企业实名 · 选择认证方式

  @ORG-METHOD-01
  场景: 法人本人有三种方式
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
    当 他在电脑上为企业走到「选择企业认证方式」
    那么 可选的企业认证方式依次是"alipay-quick,legal-rep,bank-transfer"

  @ORG-METHOD-02
  场景: 非法人有两种方式
    依据: 手册 企业实名认证 · 非法人做企业实名 · 选择认证方式
    假如 一个已用手机号实名的人
    而且 另有一个未实名的人
    而且 法定代表人是别人的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
    当 他在电脑上为企业走到「选择企业认证方式」
    那么 可选的企业认证方式依次是"legal-rep-authorization,bank-transfer"

  @ORG-METHOD-03
  场景大纲: 默认方式排在最前：法定代表人是<法定代表人> <方式>
    依据: auth3/kcbdu7 orgDefaultAuthMode
    假如 一个已用手机号实名的人
    而且 另有一个未实名的人
    而且 法定代表人是<法定代表人>的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
      | orgAuthConfig.orgAuthPageConfig.orgDefaultAuthMode | <方式> |
    当 他在电脑上为企业走到「选择企业认证方式」
    那么 可选的企业认证方式依次是"<依次>"

    例子:
      | 法定代表人 | 方式                  | 依次                                  |
      | 他         | ORG_BANK_TRANSFER     | bank-transfer,alipay-quick,legal-rep  |
      | 他         | ORG_LEGALREP_INVOLVED | legal-rep,alipay-quick,bank-transfer  |
      | 他         | ORG_ALIPAY_CREDIT     | alipay-quick,legal-rep,bank-transfer  |
      | 别人       | ORG_BANK_TRANSFER     | bank-transfer,legal-rep-authorization |
      | 别人       | ORG_LEGALREP_INVOLVED | legal-rep-authorization,bank-transfer |
      | 别人       | ORG_ALIPAY_CREDIT     | legal-rep-authorization,bank-transfer |

  @ORG-METHOD-04
  场景大纲: 只列出调用方允许的方式：法定代表人是<法定代表人> <方式>
    依据: auth3/kcbdu7 orgAvailableAuthModes
    假如 一个已用手机号实名的人
    而且 另有一个未实名的人
    而且 法定代表人是<法定代表人>的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
      | orgAuthConfig.orgAuthPageConfig.orgAvailableAuthModes | <方式> |
    当 他在电脑上为企业走到「选择企业认证方式」
    那么 可选的企业认证方式依次是"<依次>"

    例子:
      | 法定代表人 | 方式                                          | 依次                                  |
      | 他         | ["ORG_BANK_TRANSFER"]                         | bank-transfer                         |
      | 他         | ["ORG_BANK_TRANSFER","ORG_LEGALREP_INVOLVED"] | legal-rep,bank-transfer               |
      | 别人       | ["ORG_LEGALREP_INVOLVED"]                     | legal-rep-authorization               |
      | 别人       | ["ORG_ALIPAY_CREDIT","ORG_BANK_TRANSFER"]     | bank-transfer                         |

  @ORG-METHOD-05
  场景: 是不是法人看实名身份，同名的人不算
    依据: 本项目的选择：按经办人已实名的证件号判断
    假如 一个已用手机号实名的人
    而且 另有一个与他同名的人
    而且 法定代表人是别人的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
    当 他在电脑上为企业走到「选择企业认证方式」
    那么 可选的企业认证方式依次是"legal-rep-authorization,bank-transfer"

  @ORG-METHOD-06
  场景: 请求ORG_LEGALREP_INVOLVED，非法人记录的是法人授权认证
    依据: auth3/kcbdu7 orgAvailableAuthModes；auth3/xxz4tc orgAuthMode
    假如 一个已用手机号实名的人
    而且 另有一个未实名的人
    而且 法定代表人是别人的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
      | orgAuthConfig.orgAuthPageConfig.orgAvailableAuthModes | ["ORG_LEGALREP_INVOLVED"] |
    而且 他在电脑上为企业走到了「法人授权认证」
    而且 他向别人的手机发送了签署短信
    而且 别人在手机上打开了短信里的签署链接
    而且 别人用手机号核验了身份
    当 别人签署授权书
    而且 调用方查询流程详情
    那么 返回数据为
      | authInfo.orgAuthMode | ORG_LEGALREP_AUTHORIZATION |
    当 调用方查询企业的认证信息
    那么 返回数据为
      | orgAuthMode | ORG_LEGALREP_AUTHORIZATION |

  @ORG-METHOD-07
  场景: 请求ORG_LEGALREP_INVOLVED，法人在流程中实名的记录ORG_LEGALREP
    依据: auth3/kcbdu7 orgAvailableAuthModes；auth3/xxz4tc orgAuthMode
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
      | orgAuthConfig.orgAuthPageConfig.orgAvailableAuthModes | ["ORG_LEGALREP_INVOLVED"] |
    而且 他在电脑上为企业走到了「法定代表人认证」
    当 他完成手机号认证
    而且 调用方查询流程详情
    那么 返回数据为
      | authInfo.orgAuthMode | ORG_LEGALREP |
    当 调用方查询企业的认证信息
    那么 返回数据为
      | orgAuthMode | ORG_LEGALREP |

  @ORG-METHOD-08 @scan
  场景: 请求ORG_ALIPAY_CREDIT，流程详情照样记录，认证信息记录ORG_ALIPAY_QUICK
    依据: auth3/kcbdu7 orgAvailableAuthModes；auth3/xxz4tc orgAuthMode；auth3/hlrs7s orgAuthMode
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
      | orgAuthConfig.orgAuthPageConfig.orgAvailableAuthModes | ["ORG_ALIPAY_CREDIT"] |
    而且 他在电脑上为企业走到了「法人快捷认证」
    而且 他用支付宝扫描了二维码
    而且 他在手机上同意授权并眨眼完成了刷脸
    当 调用方查询流程详情
    那么 返回数据为
      | authInfo.orgAuthMode | ORG_ALIPAY_CREDIT |
    当 调用方查询企业的认证信息
    那么 返回数据为
      | orgAuthMode | ORG_ALIPAY_QUICK |
