# language: zh-CN
@v2
功能: 应用为自己的用户创建的账号
  依据: identity_service/ezevve, identity_service/kl4b0n

  @V2-ACCOUNT-01
  场景: 创建个人账号并查询
    依据: identity_service/ezevve, paas_api/ughp59, paas_api/qfzyuu
    假如 一个未实名的人
    当 调用方为他创建账号
    那么 调用成功
    而且 返回数据为
      | accountId | 非空 |
    当 调用方查询"/v1/accounts/{账号ID}"
    那么 返回数据为
      | accountId        | {账号ID}           |
      | name             | {姓名}             |
      | idType           | CRED_PSN_CH_IDCARD |
      | idNumber         | {证件号}           |
      | mobile           | {手机号}           |
      | email            | 空或缺             |
      | thirdPartyUserId | A001               |
    当 调用方查询"/v1/accounts/getByThirdId?thirdPartyUserId=A001"
    那么 返回数据为
      | accountId | {账号ID} |

  @V2-ACCOUNT-02
  场景: 证件号可以先不填，以后补充
    依据: identity_service/ezevve（可后期补充）, identity_service/rsu8sg
    假如 一个未实名的人
    而且 调用方为他创建了账号
      | idNumber | "" |
    当 调用方查询"/v1/accounts/{账号ID}"
    那么 返回数据为
      | idNumber | 空或缺 |
    当 调用方以PUT请求"/v1/accounts/{账号ID}"
      | idNumber | {证件号} |
    那么 返回数据为
      | idNumber | {证件号} |
      | name     | {姓名}   |

  @V2-ACCOUNT-03
  场景: 同一个用户标识再次创建，返回已有的账号
    依据: identity_service/ezevve 53000000；返回账号ID是客户端的用法
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 调用方为他创建了账号
    当 调用方为别人创建账号
      | thirdPartyUserId | A001 |
    那么 错误码是53000000
    而且 返回数据为
      | accountId | {账号ID} |
    当 调用方查询"/v1/accounts/{账号ID}"
    那么 返回数据为
      | name | {姓名} |

  @V2-ACCOUNT-04
  场景: 个人与企业的用户标识不可重复
    依据: identity_service/kl4b0n（个人用户与机构的唯一标识不可重复）
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    当 调用方为企业创建账号
      | thirdPartyUserId | A001 |
    那么 错误码是53000000

  @V2-ACCOUNT-05
  场景: 修改个人账号，没有填的不变
    依据: identity_service/rsu8sg
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 调用方为他创建了账号
    当 调用方以PUT请求"/v1/accounts/{账号ID}"
      | mobile | {别人.手机号} |
      | email  | ""            |
    那么 返回数据为
      | accountId        | {账号ID}           |
      | name             | {姓名}             |
      | idType           | CRED_PSN_CH_IDCARD |
      | idNumber         | {证件号}           |
      | mobile           | {别人.手机号}      |
      | email            | 空或缺             |
      | cardNo           | null               |
      | thirdPartyUserId | A001               |
    当 调用方以POST请求"/v1/accounts/updateByThirdId?thirdPartyUserId=A001"
      | name | {别人.姓名} |
    那么 返回数据为
      | name   | {别人.姓名}   |
      | mobile | {别人.手机号} |

  @V2-ACCOUNT-06
  场景大纲: 证件填写后不可修改：<情形>
    依据: identity_service/rsu8sg 53000003
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 调用方为他创建了账号
    当 调用方以PUT请求"/v1/accounts/{账号ID}"
      | <字段> | <值> |
    那么 错误码是53000003
    当 调用方查询"/v1/accounts/{账号ID}"
    那么 返回数据为
      | idType   | CRED_PSN_CH_IDCARD |
      | idNumber | {证件号}           |

    例子:
      | 情形       | 字段     | 值                |
      | 别的号码   | idNumber | {别人.证件号}     |
      | 别的类型   | idType   | CRED_PSN_PASSPORT |

  @V2-ACCOUNT-07
  场景大纲: 注销后的账号不存在，可以重新创建：<方式>
    依据: identity_service/nlefhe
    假如 一个未实名的人
    而且 调用方为他创建了账号
    当 调用方以DELETE请求"<路径>"
    那么 调用成功
    当 调用方查询"/v1/accounts/{账号ID}"
    那么 错误码是53000001
    当 调用方以DELETE请求"<路径>"
    那么 错误码是53000001
    当 调用方为他创建账号
    那么 调用成功
    当 调用方查询"/v1/accounts/{原账号ID}"
    那么 错误码是53000001
    当 调用方查询"/v1/accounts/{账号ID}"
    那么 调用成功

    例子:
      | 方式           | 路径                                                  |
      | 按账号ID       | /v1/accounts/{账号ID}                                 |
      | 按第三方用户ID | /v1/accounts/deleteByThirdId?thirdPartyUserId=A001    |

  @V2-ACCOUNT-08
  场景大纲: 账号类型不匹配：<方法> <路径>
    依据: paas_api/ughp59 53000002
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为企业创建了账号
    当 调用方以<方法>请求"<路径>"
    那么 错误码是53000002

    例子:
      | 方法   | 路径                                                   |
      | GET    | /v1/organizations/{账号ID}                             |
      | DELETE | /v1/organizations/{账号ID}                             |
      | GET    | /v1/accounts/{企业账号}                                |
      | DELETE | /v1/accounts/{企业账号}                                |
      | GET    | /v1/accounts/getByThirdId?thirdPartyUserId=B001        |
      | GET    | /v1/organizations/getByThirdId?thirdPartyUserId=A001   |

  @V2-ACCOUNT-09
  场景: 创建、查询、修改和注销企业账号
    依据: identity_service/kl4b0n, identity_service/cdacbd, identity_service/gy3027
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    当 调用方为企业创建账号
      | creator | {账号ID} |
    那么 调用成功
    当 调用方查询"/v1/organizations/{企业账号}"
    那么 返回数据为
      | orgId            | {企业账号}    |
      | creator          | {账号ID}      |
      | name             | {企业.名称}   |
      | idType           | CRED_ORG_USCC |
      | thirdPartyUserId | B001          |
      | orgLegalName     | {姓名}        |
      | orgLegalIdNumber | {证件号}      |
    当 调用方以PUT请求"/v1/organizations/{企业账号}"
      | orgLegalName     | {别人.姓名}   |
      | orgLegalIdNumber | {别人.证件号} |
    那么 返回数据为
      | name             | {企业.名称}   |
      | orgLegalName     | {别人.姓名}   |
      | orgLegalIdNumber | {别人.证件号} |
    当 调用方以POST请求"/v1/organizations/updateByThirdId?thirdPartyUserId=B001"
      | orgLegalName | {姓名} |
    那么 返回数据为
      | orgLegalName | {姓名} |
    当 调用方以DELETE请求"/v1/organizations/deleteByThirdId?thirdPartyUserId=B001"
    那么 调用成功
    当 调用方查询"/v1/organizations/{企业账号}"
    那么 错误码是53000001
    当 调用方查询"/v1/organizations/getByThirdId?thirdPartyUserId=B001"
    那么 错误码是53000001

  @V2-ACCOUNT-10
  场景: 企业账号的证件填写后不可修改
    依据: identity_service/cdacbd（该字段只有为空才允许修改）；错误码 docs/xy 机构账号修改 53000003
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业创建了账号
    当 调用方以PUT请求"/v1/organizations/{企业账号}"
      | idNumber | 91330212MA2K8H316Q |
    那么 错误码是53000003

  @V2-ACCOUNT-11
  场景大纲: 企业账号的创建人必须是个人账号：<情形>
    依据: identity_service/ak5nwl（创建者账号Id，通过创建个人账号生成）；错误码 docs/xy 机构账号创建
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 另有法定代表人是他的一家企业
    而且 调用方为企业创建了账号
    当 调用方为另一家企业创建账号
      | creator | <创建人> |
    那么 错误码是<错误码>

    例子:
      | 情形         | 创建人                           | 错误码   |
      | 没有这个账号 | 00000000000000000000000000000000 | 53000001 |
      | 是企业账号   | {企业账号}                       | 53000002 |

  @V2-ACCOUNT-12
  场景: 历史接口按证件号创建企业账号
    依据: identity_service/ak5nwl
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    当 调用方用历史接口为企业创建账号
    那么 调用成功
    而且 返回数据为
      | accountId | {企业账号} |
      | orgId     | {企业账号} |
    当 调用方用历史接口为企业创建账号
      | name | 宁波别的名称有限公司 |
    那么 错误码是53000000
    而且 返回数据为
      | orgId | {企业账号} |
    当 调用方查询"/v1/organizations/{企业账号}"
    那么 返回数据为
      | name             | {企业.名称} |
      | creator          | {账号ID}    |
      | thirdPartyUserId | 空或缺      |

  @V2-ACCOUNT-13 @strict
  场景: 一个证件号的账号数有上限
    依据: identity_service/ezevve（最多100个）；错误码 Unknown
    假如 一个未实名的人
    而且 规则accounts_per_document_max改为2
    而且 调用方为他创建了账号
    而且 调用方为他创建了账号
      | thirdPartyUserId | A002 |
    当 调用方为他创建账号
      | thirdPartyUserId | A003 |
    那么 调用失败
    而且 错误信息包含"该证件号创建用户数已达最大数量2个,不允许再继续创建"
    当 调用方以DELETE请求"/v1/accounts/deleteByThirdId?thirdPartyUserId=A002"
    而且 调用方为他创建账号
      | thirdPartyUserId | A003 |
    那么 调用成功

  @V2-ACCOUNT-14
  场景大纲: 个人证件类型：<类型>
    依据: identity_service/ezevve idType
    假如 一个未实名的人
    当 调用方为他创建账号
      | idType   | <类型> |
      | idNumber | <号码> |
    那么 调用成功
    当 调用方查询"/v1/accounts/{账号ID}"
    那么 返回数据为
      | idType   | <类型> |
      | idNumber | <号码> |

    例子:
      | 类型                 | 号码       |
      | CRED_PSN_CH_TWCARD   | "01234567" |
      | CRED_PSN_CH_MACAO    | M01234567  |
      | CRED_PSN_CH_HONGKONG | H01234567  |
      | CRED_PSN_PASSPORT    | E01234567  |

  @V2-ACCOUNT-15
  场景大纲: 参数有误：<字段>
    依据: identity_service/ezevve；错误码 Unknown
    假如 一个未实名的人
    当 调用方为他创建账号
      | <字段> | <值> |
    那么 调用失败

    例子:
      | 字段             | 值                   |
      | thirdPartyUserId | ""                   |
      | idType           | INDIVIDUAL_CH_IDCARD |
      | idNumber         | 330213199004123018   |
      | mobile           | 1395740010           |
      | email            | zhiqiu               |
      | name             | 7                    |

  @V2-ACCOUNT-16
  场景: 别的应用看不到这个账号
    依据: 本项目的选择：与不存在的账号相同；文档没有说明 Unknown
    假如 一个未实名的人
    而且 还有另一个应用
    而且 调用方为他创建了账号
    当 另一个应用查询"/v1/accounts/{账号ID}"
    那么 错误码是53000001
    当 另一个应用查询"/v1/accounts/getByThirdId?thirdPartyUserId=A001"
    那么 错误码是53000001

  @V2-ACCOUNT-17
  场景: 按第三方用户ID查询和修改，按账号ID注销企业账号；注销后都不存在
    依据: identity_service/cdacbd, identity_service/gy3027；错误码 identity_service/nlefhe
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为企业创建了账号
    当 调用方查询"/v1/organizations/getByThirdId?thirdPartyUserId=B001"
    那么 返回数据为
      | orgId | {企业账号}  |
      | name  | {企业.名称} |
    当 调用方以DELETE请求"/v1/organizations/{企业账号}"
    那么 调用成功
    当 调用方以POST请求"/v1/organizations/updateByThirdId?thirdPartyUserId=B001"
      | orgLegalName | {姓名} |
    那么 错误码是53000001
    当 调用方以DELETE请求"/v1/organizations/deleteByThirdId?thirdPartyUserId=B001"
    那么 错误码是53000001
    当 调用方以POST请求"/v1/accounts/updateByThirdId?thirdPartyUserId=A009"
      | mobile | "{手机号}" |
    那么 错误码是53000001
